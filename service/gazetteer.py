"""Being written."""


class Gazetteer:
    def candidates(self, name):
        return []

    def country_of(self, word):
        return None


def open_gazetteer(folder):
    return Gazetteer()
