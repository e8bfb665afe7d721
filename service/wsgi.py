"""The application that gunicorn serves, with the settings of the environment."""

import logging
import sys

from service import create_app
from service.config import Config
from service.errors import ServiceError

try:
    config = Config.from_environment()
    logging.basicConfig(level=config.log_level.upper(), format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    app = create_app(config)
except ServiceError as error:
    sys.exit(f"dateline: {error}")
