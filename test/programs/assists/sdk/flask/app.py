# do: sdk.autoInstrument
import sqlite3

from flask import Flask, jsonify

app = Flask(__name__)


# do: span.function
def find_order(order_id):
    cursor = sqlite3.connect(":memory:").cursor()
    row = cursor.execute("SELECT ? AS id", (order_id,)).fetchone()
    return {"id": row[0]}


@app.get("/orders/<int:order_id>")
def order(order_id):
    return jsonify(find_order(order_id))


if __name__ == "__main__":
    response = app.test_client().get("/orders/7")
    print(response.status_code, response.get_json())
