"""A correction that would make no record is refused, and told which member is wrong, why, and what it says."""

import pytest

from tests.views.conftest import problem
from tests.views.test_lives import WHY, one, patch  # noqa: F401

SITE = {"role": "site", "name": "Lom", "precision": "city"}
WRONG = [
    ({"type": "picnic"}, "/type", "picnic"),
    ({"type": 5}, "/type", "5"),
    ({"type": None}, "/type", "taken away"),
    ({"title": None}, "/title", "taken away"),
    ({"title": " "}, "/title", "blank"),
    ({"confidence": "0.5"}, "/confidence", "0.5"),
    ({"confidence": True}, "/confidence", "true"),
    ({"year_inferred": "yes"}, "/year_inferred", "yes"),
    ({"where": "Lom"}, "/where", "list"),
    ({"where": ["Lom"]}, "/where/0", "Lom"),
    ({"where": [None]}, "/where/0", "null"),
    ({"where": [SITE] * 101}, "/where", "101"),
    ({"where": [{**SITE, "name": ""}]}, "/where/0/name", "blank"),
    ({"where": [{"name": "Lom"}]}, "/where/0/role", "required"),
    ({"where": [{**SITE, "country_iso3": "XXX"}]}, "/where/0/country_iso3", "XXX"),
    ({"where": [{**SITE, "country_iso2": "xx"}]}, "/where/0/country_iso2", "xx"),
    ({"where": [{**SITE, "latitude": "north"}]}, "/where/0/latitude", "north"),
    ({"where": [{**SITE, "latitude": "12.5"}]}, "/where/0/latitude", "12.5"),
    ({"where": [{**SITE, "latitude": 91}]}, "/where/0/latitude", "91"),
    ({"where": [{**SITE, "geonames_id": 1.5}]}, "/where/0/geonames_id", "1.5"),
    ({"who": "police"}, "/who", "list"),
    ({"who": {"name": "police"}}, "/who", "list"),
    ({"who": [{"name": "Police", "role": "bystander"}]}, "/who/0/role", "bystander"),
    ({"who": [{"name": "Police", "role": "party", "country_iso3": "XXX"}]}, "/who/0/country_iso3", "XXX"),
    ({"weapons": [5]}, "/weapons/0", "5"),
    ({"weapons": [{"kind": "spoon"}]}, "/weapons/0/kind", "spoon"),
    ({"weapons": [{"kind": "drone", "used": 4}]}, "/weapons/0/used", "4"),
    ({"toll": 7}, "/toll", "7"),
    ({"toll": {"killed": "four"}}, "/toll/killed", "four"),
    ({"toll": {"eaten": {"best": 1}}}, "/toll/eaten", "nknown"),
    ({"toll": {"killed": {"best": 5, "words": "x" * 10_000}}}, "/toll/killed/words", "10,000"),
    ({"when": "Monday"}, "/when", "Monday"),
    ({"when": {"date": "yesterday"}}, "/when/date", "yesterday"),
    ({"when": {"date": "2026-02-30"}}, "/when/date", "2026-02-30"),
    ({"when": {"date": "20260305"}}, "/when/date", "as in 2026-03-05"),
    ({"when": {"date": "2026-W10-4"}}, "/when/date", "as in 2026-03-05"),
    ({"when": {"date": 5}}, "/when/date", "5"),
    ({"when": {"end": "2026-W10-4"}}, "/when/end", "2026-W10-4"),
    ({"when": {"start": "2026-03-05T09:30"}}, "/when/start", "with its zone"),
    ({"when": {"start": "x"}}, "/when/start", "x"),
    ({"when": {"end": "2026-13-01"}}, "/when/end", "2026-13-01"),
    ({"when": {"end": 5}}, "/when/end", "5"),
    ({"when": {"end": "1999-01-01"}}, "/when", "before"),
    ({"when": {"date": None}}, "/when/date", "taken away"),
    ({"links": [{"rel": "near", "to": "evt_aaaaaaaaaaaaa"}]}, "/links/0/rel", "near"),
    ({"evidence": []}, "/evidence", "Cannot be set"),
    ({"where": [{**SITE, "evidence": []}]}, "/where/0/evidence", "reason"),
    ({"a/b~c": 1}, "/a~1b~0c", "Cannot be set"),
]


@pytest.mark.parametrize(("body", "pointer", "said"), WRONG)
def test_the_member_that_is_wrong_is_named_with_its_value(client, one, body, pointer, said):  # noqa: F811
    before = client.get(f"/events/{one}").json
    told = problem(patch(client, one, {**body, **WHY}), 422)
    details = {error["pointer"]: error["detail"] for error in told["errors"]}
    assert said in details[pointer]
    assert client.get(f"/events/{one}").json == before
