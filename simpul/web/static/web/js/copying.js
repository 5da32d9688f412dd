// Buttons that copy a code; shown only where copying works.
export function copying(root) {
  if (!navigator.clipboard) return;
  for (const button of root.querySelectorAll("[data-copy][hidden]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      const said = document.createElement("span");
      said.setAttribute("role", "status");
      said.className = "hint";
      said.textContent = button.dataset.copied;
      button.after(said);
      setTimeout(() => said.remove(), 2500);
    });
  }
}
