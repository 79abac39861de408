from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods


# do: http.server
@csrf_exempt
@require_http_methods(["POST"])
def create(request: HttpRequest) -> JsonResponse:
    return JsonResponse({}, status=201)


# do: http.server
async def listed(request):
    return JsonResponse({"orders": []})


# do: http.server
def detail(req: HttpRequest, number: int) -> HttpResponse:
    if number == 404:
        raise Http404
    if number == 403:
        raise PermissionDenied
    if number == 500:
        raise ValueError("no order")
    return JsonResponse({"number": number})


@method_decorator(csrf_exempt, name="dispatch")
class Stock(View):
    unit = "pieces"

    # do: http.server
    def get(self, request, item):
        return JsonResponse({item: self.unit})

    # do: http.server
    def put(self, request, *args, **kwargs):
        return HttpResponse(status=204)


def missing(request, exception):
    return JsonResponse({"missing": request.path}, status=404)
