import os
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    # do: http.server @ do_GET
    def do_GET(self):
        if self.path.endswith("nothing"):
            self.send_error(404)
            return
        self.reply(200, self.headers["X-Shop"])

    # do: http.server @ do_POST
    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(503, "closed")

    def reply(self, status, text):
        self.send_response(status)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args):
        pass


server = ThreadingHTTPServer(("127.0.0.1", int(os.environ["PORT"])), Handler)
print("ready", flush=True)
server.serve_forever()
