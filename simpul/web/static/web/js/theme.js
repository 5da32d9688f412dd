// The theme changes at once; the cookie lets the server draw the next page in it.
const dark = () => matchMedia("(prefers-color-scheme: dark)").matches;

function current() {
  return document.documentElement.dataset.theme || (dark() ? "dark" : "light");
}

export function theme(root) {
  const form = root.querySelector("[data-theme-form]");
  form?.addEventListener("submit", (event) => {
    event.preventDefault();
    const next = current() === "dark" ? "light" : "dark";
    document.documentElement.dataset.theme = next;
    document.querySelector("meta[name='color-scheme']").content = next;
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `simpul_theme=${next}; path=/; max-age=31536000; samesite=lax${secure}`;
  });
}
