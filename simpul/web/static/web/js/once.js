// A form is sent once, however often its button is pressed on a slow line.
export function once(root) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post" || form.target) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    for (const button of form.querySelectorAll("button[type='submit'], button:not([type])"))
      button.setAttribute("aria-disabled", "true");
  });
  // Coming back with the back button: the page is alive again.
  addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) release(form);
  });
}

export function release(form) {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("[aria-disabled]"))
    button.removeAttribute("aria-disabled");
}
