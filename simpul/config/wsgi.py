"""The web application that granian serves."""

from django.core.wsgi import get_wsgi_application

from simpul.config.loading import load

load(pages=True)
application = get_wsgi_application()
