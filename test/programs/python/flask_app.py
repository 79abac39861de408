"""A Flask application without a line of tracing; `opentelemetry-instrument` adds it."""

import threading

import requests
from flask import Flask
from werkzeug.serving import make_server

app = Flask("orders")


@app.route("/orders/<int:order_id>")
def order(order_id):
    return {"id": order_id}


server = make_server("127.0.0.1", 0, app)
threading.Thread(target=server.serve_forever, daemon=True).start()
requests.get(f"http://127.0.0.1:{server.port}/orders/7", timeout=10).raise_for_status()
server.shutdown()
