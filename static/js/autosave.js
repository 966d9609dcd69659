// Keeps a long form on the server while it is written: after 2 s without a key, and when a field is left.
// The answer gives the new version; 409 means somebody else saved, and sending the form shows both texts.
const IDLE = 2000;
const RETRY = 15000;

const form = document.querySelector("[data-nrc-autosave]");
if (form) start(form);

function start(form) {
  const said = form.querySelector("[data-nrc-said]");
  const shown = form.querySelector("[data-nrc-version]");
  const dialog = document.querySelector("[data-nrc-login]");
  let timer = 0;
  let saving = false;
  let again = false;
  let stopped = false;
  let kept = picture();

  function picture() {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    data.delete("version");
    return new URLSearchParams(data).toString();
  }

  // Signing in again, in another tab, changes the token: the page takes the new one.
  function renewToken() {
    const found = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/);
    if (found) form.elements.csrfmiddlewaretoken.value = found[1];
  }

  // One live region, said once per change of words.
  function say(words) {
    if (said.textContent !== words) said.textContent = words;
  }

  function soon(delay = IDLE) {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(save, delay);
  }

  async function save() {
    window.clearTimeout(timer);
    const now = picture();
    if (stopped || now === kept) return;
    if (saving) {
      again = true;
      return;
    }
    saving = true;
    renewToken();
    try {
      const answer = await fetch(form.dataset.nrcAutosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
        redirect: "manual",
        credentials: "same-origin",
      });
      await read(answer, now);
    } catch {
      say("Pas de réseau : votre texte est resté dans la page, un nouvel essai suit.");
      soon(RETRY);
    } finally {
      saving = false;
      if (again) {
        again = false;
        soon();
      }
    }
  }

  async function read(answer, now) {
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) {
      say("Reconnectez-vous : votre texte est resté dans la page.");
      if (dialog && !dialog.open) dialog.showModal();
      return;
    }
    if (answer.status === 409) {
      stopped = true;
      const { sentence } = await answer.json();
      say(sentence);
      return;
    }
    if (!answer.ok) {
      say("L’enregistrement a échoué : votre texte est resté dans la page, un nouvel essai suit.");
      soon(RETRY);
      return;
    }
    const { version, sentence } = await answer.json();
    form.elements.version.value = version;
    shown.textContent = `version ${version}`;
    kept = now;
    say(sentence);
  }

  form.addEventListener("input", () => soon());
  form.addEventListener("change", () => soon());
  form.addEventListener("focusout", () => soon(0));
  form.addEventListener("submit", () => {
    stopped = true;
    window.clearTimeout(timer);
    renewToken();
    kept = picture();
  });
  window.addEventListener("beforeunload", (event) => {
    if (picture() !== kept && !saving) event.preventDefault();
  });
  if (dialog) {
    dialog.querySelector("[data-nrc-close]").addEventListener("click", () => dialog.close());
    dialog.addEventListener("close", () => soon(0));
  }
}
