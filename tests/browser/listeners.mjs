// What hears whoever gets out of a page: HTTP, any TCP connection, any datagram.
import { createSocket } from "node:dgram";
import { once } from "node:events";
import { createServer, request as requestFrom } from "node:http";
import { createServer as createTcpServer } from "node:net";

/** Answers everything, so that a way which waits for an answer goes through. */
export async function openListeners() {
  const heard = [];
  const http = createServer((request, response) => {
    heard.push(`http ${request.url}`);
    const isScript = /worker|module|import|script/.test(request.url);
    response.writeHead(200, {
      "access-control-allow-origin": "*",
      "content-type": request.url.includes("eventsource") ? "text/event-stream" : isScript ? "text/javascript" : "text/html",
    });
    response.end(request.url === "/" ? "<!doctype html><title>A page without a policy</title><p>Hello" : "");
  });
  http.on("upgrade", (request, socket) => {
    heard.push(`http ${request.url}`);
    socket.destroy();
  });
  const tcp = createTcpServer((socket) => {
    heard.push("tcp");
    socket.on("error", () => {}).destroy();
  });
  const udp = createSocket("udp4", () => heard.push("udp"));
  http.listen(0, "127.0.0.1");
  tcp.listen(0, "127.0.0.1");
  udp.bind(0, "127.0.0.1");
  await Promise.all([once(http, "listening"), once(tcp, "listening"), once(udp, "listening")]);
  return {
    heard,
    http: `http://localhost:${http.address().port}`,
    tcp: tcp.address().port,
    udp: udp.address().port,
    close() {
      http.closeAllConnections();
      http.close();
      tcp.close();
      udp.close();
    },
  };
}

/** Stands before a server and writes down what it is asked: the page's own origin hears too. */
export async function openRecorder(address) {
  const asked = [];
  const instead = new Map();
  const { port } = new URL(address);
  const server = createServer((request, response) => {
    asked.push(request.url);
    if (instead.has(request.url)) {
      response.writeHead(200, { "content-type": "text/html" }).end(instead.get(request.url));
      return;
    }
    const options = { host: "127.0.0.1", port, path: request.url, method: request.method, headers: request.headers };
    const passed = requestFrom(options, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => response.destroy());
    request.pipe(passed);
  });
  server.on("upgrade", (request, socket) => {
    asked.push(request.url);
    socket.destroy();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    asked,
    /** Pages to answer with instead of the server's, by path. */
    instead,
    address: `http://localhost:${server.address().port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
