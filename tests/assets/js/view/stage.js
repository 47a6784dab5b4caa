/** A page of parts for tests, and a server that answers them. */
import { openPage } from "../page.js";

const HOSTS = [
  ["frame", "chips"],
  ["tiles", "tiles"],
  ["panel.near", "body"],
  ["panel.near", "source"],
  ["panel.far", "body"],
];

const host = ([part, place]) => `<div data-part="${part}" data-place="${place}" aria-busy="true"></div>`;
const BODY = `<div data-page="services" data-version="v1"><section class="panel">${HOSTS.slice(2, 4).map(host).join("")}
  </section><section class="panel far">${host(HOSTS[4])}</section>${HOSTS.slice(0, 2).map(host).join("")}</div>`;

/** What the server says a part shows in a view: which it is, and of which area. */
const answered = (part, query) => {
  const text = `${part} of ${query.get("area") ?? "the city"}`;
  return { part, body: [text], tiles: [text], chips: [text], source: ["source"] };
};

/** Requests that the page sent, by address; `answer` may be replaced. */
export class Server {
  asked = [];
  version = "v1";
  aborted = 0;
  answer = (address) => {
    const query = new URL(address, "http://city.test").searchParams;
    return [
      { version: this.version },
      ...query
        .get("parts")
        .split(",")
        .map((part) => answered(part, query)),
    ];
  };

  /** A body of these lines; one that is cut ends as a lost connection does. */
  static body(lines, cut = false) {
    return new ReadableStream({
      start(controller) {
        for (const line of lines) controller.enqueue(new TextEncoder().encode(`${JSON.stringify(line)}\n`));
        if (cut) setTimeout(() => controller.error(new TypeError("network error")), 0);
        else controller.close();
      },
    });
  }

  fetch = async (address, { signal }) => {
    this.asked.push(address);
    signal.addEventListener("abort", () => (this.aborted += 1));
    await Promise.resolve();
    signal.throwIfAborted();
    const answer = this.answer(address);
    return answer instanceof Response ? answer : new Response(Server.body(answer));
  };
}

/** Open the page; the panel `far` is out of sight until `see` brings it in. */
export function openStage() {
  const page = openPage(BODY);
  const server = new Server();
  globalThis.fetch = server.fetch;
  let hear;
  globalThis.IntersectionObserver = class {
    constructor(listener) {
      hear = listener;
    }
    observe() {}
    disconnect() {}
  };
  const far = page.document.querySelector(".far");
  far.getBoundingClientRect = () => ({ top: 5000, bottom: 5400 });
  return {
    ...page,
    server,
    see: (isIntersecting = true) => hear([{ target: far, isIntersecting }]),
    text: (part, place = "body") =>
      page.document.querySelector(`[data-part="${part}"][data-place="${place}"]`).textContent,
    near: () => [...page.document.querySelectorAll("[data-near]")].map(({ dataset }) => dataset.part),
    busy: () => [...page.document.querySelectorAll("[aria-busy]")].map(({ dataset }) => dataset.part),
  };
}

/** Turns of the event loop in which whatever is ready comes, however slow the machine is. */
const TURNS = 80;

/** Wait until what was asked for is there. */
export async function arrived() {
  for (let turn = 0; turn < TURNS; turn += 1) await new Promise((resolve) => setTimeout(resolve, 0));
}
