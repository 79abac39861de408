# do: sdk.autoInstrument
from fastapi.testclient import TestClient

from shop.app import app

response = TestClient(app).get("/orders/7")
print(response.status_code, response.json())
