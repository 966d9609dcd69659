// Verification: the fingerprint of a file is computed here; the file itself never leaves.
const LIMIT = 20 * 1024 * 1024;

const hex = (buffer) =>
  Array.from(new Uint8Array(buffer), (byte) => byte.toString(16).padStart(2, "0")).join("");

const start = (form) => {
  const input = form.querySelector("input[type=file]");
  const status = form.querySelector("[data-nrc-verify-status]");
  const pick = form.querySelector("[data-nrc-verify-pick]");

  const check = async (file) => {
    if (!file) return;
    if (file.size > LIMIT) {
      status.textContent =
        "Ce fichier dépasse la limite de 20 Mo. Vérifiez-le par sa référence.";
      return;
    }
    status.textContent = "Calcul de l’empreinte…";
    try {
      const digest = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
      const target = new URL(form.action);
      target.searchParams.set("sha256", hex(digest));
      window.location.assign(target);
    } catch {
      status.textContent = "Ce fichier ne peut pas être lu. Choisissez-le de nouveau.";
    }
  };

  for (const shown of form.querySelectorAll("[data-nrc-verify-only]")) shown.hidden = false;
  for (const name of ["field", "send", "said"]) {
    form.querySelector(`[data-nrc-verify-${name}]`).hidden = true;
  }
  pick.hidden = false;
  pick.addEventListener("click", () => input.click());
  input.addEventListener("change", () => check(input.files[0]));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    check(input.files[0]);
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    check(event.dataTransfer.files[0]);
  });
};

// Without a secure context there is no SubtleCrypto: the plain upload stays.
if (globalThis.crypto?.subtle) {
  for (const form of document.querySelectorAll("[data-nrc-verify]")) start(form);
}
