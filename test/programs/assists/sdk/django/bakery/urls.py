from django.http import JsonResponse
from django.urls import path


def bread(request, name):
    return JsonResponse({"bread": name})


urlpatterns = [path("breads/<str:name>", bread)]
