"""Views as functions and classes, pages for errors, and a view that a test calls without a route."""

import logging
import os
import threading
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
import httpx
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.test import RequestFactory

settings.configure(SECRET_KEY="-", ROOT_URLCONF="shop.urls", ALLOWED_HOSTS=["*"], LOGGING_CONFIG=None)
django.setup()
logging.disable(logging.CRITICAL)


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


server = make_server("127.0.0.1", int(os.environ["PORT"]), get_wsgi_application(), handler_class=Quiet)
threading.Thread(target=server.serve_forever, daemon=True).start()
with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}") as client:
    for path in ("/list", "/orders/1", "/orders/10", "/orders/404", "/orders/403", "/orders/500", "/stock/a", "/no"):
        print(path, client.get(path).status_code)
    print(client.get("/create").status_code, client.post("/create").status_code, client.put("/stock/a").status_code)
server.shutdown()

from shop.views import detail

print(detail(RequestFactory().get("/"), 3).content)
