"""Views as classes, decorators among them, and errors that handlers of the application answer."""

import logging
import os
import threading
from functools import wraps

import httpx
from flask import Blueprint, Flask, abort, jsonify, request
from flask.views import MethodView
from werkzeug.serving import make_server

logging.disable(logging.CRITICAL)
orders = Blueprint("orders", __name__, url_prefix="/orders")


class Gone(Exception):
    pass


def signed_in(view):
    @wraps(view)
    def checked(*args, **kwargs):
        if "x-user" not in request.headers:
            abort(401)
        return view(*args, **kwargs)

    return checked


class Order(MethodView):
    decorators = [signed_in]

    # do: http.server
    def get(self, number: int):
        if number == 404:
            abort(404)
        if number == 410:
            raise Gone(number)
        if number == 500:
            raise ValueError("no order")
        return {"order": number}

    def delete(self, number: int):
        return "", 204


class Orders(MethodView):
    init_every_request = False

    # do: http.server
    async def post(self):
        return jsonify(request.get_json()), 201


# do: http.server
@orders.get("/count")
@signed_in
def count():
    return "2"


@orders.app_errorhandler(Gone)
def gone(error):
    return {"gone": error.args}, 410


orders.add_url_rule("", view_func=Orders.as_view("orders"))
orders.add_url_rule("/<int:number>", view_func=Order.as_view("order"))
app = Flask(__name__)
app.register_blueprint(orders)

server = make_server("127.0.0.1", int(os.environ["PORT"]), app)
threading.Thread(target=server.serve_forever, daemon=True).start()
with httpx.Client(base_url=f"http://127.0.0.1:{server.server_port}", headers={"x-user": "ada"}) as client:
    for path in ("/orders/1", "/orders/404", "/orders/410", "/orders/500", "/orders/count"):
        print(path, client.get(path).status_code)
    print(client.delete("/orders/1").status_code, client.post("/orders", json={"item": "book"}).json())
    del client.headers["x-user"]
    print(client.get("/orders/1").status_code, client.get("/orders/count").status_code)
server.shutdown()
