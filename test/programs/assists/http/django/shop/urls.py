from django.urls import include, path, re_path

from . import views

stock = [path("<item>", views.Stock.as_view(unit="boxes"))]
urlpatterns = [
    path("create", views.create),
    path("list", views.listed),
    re_path(r"^orders/(?P<number>\d)$", views.detail),
    path("orders/<int:number>", views.detail),
    path("stock/", include(stock)),
]
handler404 = "shop.views.missing"
