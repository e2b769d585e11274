// A WebSocket to a browser on this machine: text messages only. Node 20 has a client of its own behind a flag alone.
import { randomBytes } from "node:crypto";
import { request } from "node:http";

const TEXT = 1;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

/** A frame of ours: whole and, as a client's must be, masked. */
function frame(kind, content) {
  const long = content.length > 65535 ? 8 : content.length > 125 ? 2 : 0;
  const head = Buffer.alloc(2 + long);
  head[0] = 0x80 | kind;
  head[1] = 0x80 | (long === 8 ? 127 : long === 2 ? 126 : content.length);
  if (long === 8) head.writeBigUInt64BE(BigInt(content.length), 2);
  if (long === 2) head.writeUInt16BE(content.length, 2);
  const mask = randomBytes(4);
  return Buffer.concat([head, mask, content.map((byte, i) => byte ^ mask[i % 4])]);
}

/** The first frame of what came, and what comes after it; none where it is not all there. */
function first(bytes) {
  if (bytes.length < 2) return;
  const short = bytes[1] & 0x7f;
  const from = short === 127 ? 10 : short === 126 ? 4 : 2;
  if (bytes.length < from) return;
  const length = short === 127 ? Number(bytes.readBigUInt64BE(2)) : short === 126 ? bytes.readUInt16BE(2) : short;
  if (bytes.length < from + length) return;
  return { last: bytes[0] >= 0x80, kind: bytes[0] & 0x0f, content: bytes.subarray(from, from + length), rest: bytes.subarray(from + length) };
}

/** Connects; `heard` gets every message. The answer sends one. */
export function connect(url, heard) {
  return new Promise((done, failed) => {
    const asked = request(url.replace(/^ws:/, "http:"), { headers: {
      Connection: "Upgrade", Upgrade: "websocket", "Sec-WebSocket-Version": 13, "Sec-WebSocket-Key": randomBytes(16).toString("base64"),
    } });
    asked.once("error", failed);
    asked.once("response", ({ statusCode }) => failed(new Error(`${url} answers ${statusCode}, and no WebSocket`)));
    asked.once("upgrade", (_, socket, already) => {
      let chunks = [already];
      let message = [];
      const take = () => {
        let bytes = Buffer.concat(chunks);
        for (let one; (one = first(bytes)); bytes = one.rest) {
          if (one.kind === PING) socket.write(frame(PONG, one.content));
          else if (one.kind === CLOSE) socket.end();
          else if (one.kind < CLOSE) {
            message.push(one.content);
            if (!one.last) continue;
            heard(Buffer.concat(message).toString());
            message = [];
          }
        }
        chunks = [bytes];
      };
      socket.on("data", (chunk) => {
        chunks.push(chunk);
        take();
      });
      socket.on("error", () => {}); // the browser's end is told by its process
      done((text) => socket.write(frame(TEXT, Buffer.from(text))));
      take();
    });
    asked.end();
  });
}
