import os

from flask import Flask, abort, jsonify, request
from werkzeug.serving import make_server

app = Flask(__name__)


# do: http.server @ @app
@app.get("/users/<int:number>")
def get_user(number):
    """One user."""
    if number > 90:
        raise LookupError(number)
    if number > 10:
        abort(404)
    return jsonify(id=number)


# do: http.server @ @app
@app.route("/users", methods=["POST"])
async def create_user():
    return {"name": request.headers["X-Name"]}, 201


# do: http.server
def echo():
    return 1 / 0 if request.args else request.headers["X-Name"]


@app.errorhandler(LookupError)
def lost(error):
    return "lost", 410


app.add_url_rule("/echo", view_func=echo)
server = make_server("127.0.0.1", int(os.environ["PORT"]), app)
print("ready", flush=True)
server.serve_forever()
