// <form data-autosave="/address/"> with an element [data-saved]: answers are kept while typing.
// The server answers 2xx for kept, anything else for not kept; without a line it is tried again.
const WAIT = 900;

export function autosave(root) {
  for (const form of root.querySelectorAll("form[data-autosave]:not([data-watched])")) {
    form.dataset.watched = "yes";
    watch(form, form.querySelector("[data-saved]"));
  }
}

function watch(form, sign) {
  let timer = 0;
  let dirty = false;
  const say = (key) => sign && (sign.textContent = sign.dataset[key] ?? "");
  const save = async () => {
    if (form.dataset.sent) return;
    say("saving");
    const body = new FormData(form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    try {
      const answer = await fetch(form.dataset.autosave, {
        method: "POST",
        body,
        headers: { "X-Autosave": "1", Accept: "application/json" },
        redirect: "error",
      });
      dirty = !answer.ok;
      say(answer.ok ? "saved" : "failed");
    } catch {
      say("offline");
    }
  };
  const later = () => {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, WAIT);
  };
  form.addEventListener("input", later);
  form.addEventListener("change", later);
  addEventListener("online", () => dirty && save());
}
