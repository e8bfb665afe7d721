"""The application that gunicorn serves, with the settings of the environment."""

import sys

from service import create_app
from service.config import Config
from service.errors import ServiceError

try:
    config = Config.from_environment()
    app = create_app(config)
except ServiceError as error:
    sys.exit(f"dateline: {error}")
