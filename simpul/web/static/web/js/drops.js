// File inputs: drop a file on them, hear at once when it is too large, see how far it has got.
import { release } from "./once.js";

function size(bytes) {
  const unit = bytes > 1048576 ? ["megabyte", 1048576] : ["kilobyte", 1024];
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: unit[0],
    maximumFractionDigits: 1,
  }).format(bytes / unit[1]);
}

function check(area, input) {
  const state = area.querySelector(".drop-state");
  const large = [...input.files].find((file) => file.size > Number(area.dataset.limit));
  area.classList.toggle("drop-bad", Boolean(large));
  input.setCustomValidity(large ? area.dataset.tooLarge : "");
  state.textContent = large
    ? area.dataset.tooLarge
    : [...input.files].map((file) => `${file.name} (${size(file.size)})`).join(", ");
}

export function drops(root) {
  for (const area of root.querySelectorAll("[data-drop]:not([data-ready])")) {
    area.dataset.ready = "yes";
    const input = area.querySelector("input[type='file']");
    input.addEventListener("change", () => check(area, input));
    const over = (event) => {
      event.preventDefault();
      area.classList.toggle("drop-over", event.type === "dragover");
    };
    area.addEventListener("dragover", over);
    area.addEventListener("dragleave", over);
    area.addEventListener("drop", (event) => {
      over(event);
      if (!event.dataTransfer.files.length) return;
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    });
    const form = input.form;
    if (form && !form.dataset.progress) {
      form.dataset.progress = "yes";
      form.addEventListener("submit", (event) => send(event, form));
    }
  }
}

// The answer is the next page: its content takes the place of this page's.
function send(event, form) {
  const files = [...form.querySelectorAll("input[type='file']")].some((i) => i.files.length);
  if (!files || event.defaultPrevented || form.dataset.sent) return;
  event.preventDefault();
  form.dataset.sent = "yes";
  const area = form.querySelector("[data-drop]");
  const bar = area.querySelector("progress");
  const state = area.querySelector(".drop-state");
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.upload.addEventListener("progress", (step) => {
    if (!step.lengthComputable) return;
    bar.hidden = false;
    bar.value = (100 * step.loaded) / step.total;
    state.textContent = `${area.dataset.sending} ${Math.round(bar.value)} %`;
  });
  request.addEventListener("load", () => {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    const main = page.querySelector("main");
    if (!main) return location.reload();
    // A page with scripts of its own is opened: swapped in, they would not run.
    const own = [...page.querySelectorAll("script[src]")].map((one) => one.getAttribute("src"));
    const here = [...document.scripts].map((one) => one.getAttribute("src"));
    if (request.responseURL !== form.action && own.some((src) => !here.includes(src))) {
      return location.assign(request.responseURL);
    }
    document.title = page.title;
    document.querySelector("main").replaceWith(main);
    if (request.responseURL !== location.href) history.pushState(null, "", request.responseURL);
    scrollTo(0, 0);
    main.dispatchEvent(new CustomEvent("simpul:swapped", { bubbles: true }));
    if (!main.querySelector("[data-focus]")) main.focus();
  });
  request.addEventListener("error", () => {
    bar.hidden = true;
    state.textContent = area.dataset.failed;
    area.classList.add("drop-bad");
    release(form);
  });
  const body = new FormData(form);
  if (event.submitter?.name) body.append(event.submitter.name, event.submitter.value);
  request.send(body);
}

addEventListener("popstate", () => location.reload());
