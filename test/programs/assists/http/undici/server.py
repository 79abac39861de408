import os
import sys
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x", LOGGING_CONFIG=None)
django.setup()


# do: http.server
def order(request, number):
    if number == 2:
        raise Http404
    if number == 3:
        raise RuntimeError("broken")
    return JsonResponse({"number": number, "shop": request.headers.get("X-Shop")})


# do: http.server
@csrf_exempt
@require_POST
def close(request: HttpRequest, number: int) -> HttpResponse:
    return HttpResponse(status=204)


urlpatterns = [
    path("orders/", include([path("<int:number>/", order), path("<int:number>/close/", close)])),
]


class Quiet(WSGIRequestHandler):
    def log_message(self, *args):
        pass


server = make_server("127.0.0.1", int(os.environ["PORT"]), get_wsgi_application(), handler_class=Quiet)
print("ready", flush=True)
sys.stderr = open(os.devnull, "w")
server.serve_forever()
