// Passkeys: asks the device for a credential, then posts it with the form that holds the button.
const message = "La clé n’a pas répondu. Réessayez, ou choisissez un autre moyen.";
const supported = Boolean(window.PublicKeyCredential?.parseRequestOptionsFromJSON);

const pageData = () => {
  const held = document.getElementById("passkey-data");
  return held ? JSON.parse(held.textContent) : {};
};

const create = (options, alone) => {
  const asked = structuredClone(options.publicKey);
  asked.authenticatorSelection = {
    ...asked.authenticatorSelection,
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    userVerification: alone ? "required" : asked.authenticatorSelection?.userVerification,
  };
  return navigator.credentials.create({
    publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(asked),
  });
};

const read = (options) =>
  navigator.credentials.get({
    publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options.publicKey),
  });

const ask = async (form) => {
  if (form.dataset.passkey === "add") {
    return create(pageData().creation_options, Boolean(form.elements.passwordless?.checked));
  }
  if (form.dataset.passkey === "authenticate") {
    return read(pageData().request_options);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  return read((await answer.json()).request_options);
};

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (supported) {
    form.hidden = false;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const told = form.querySelector("[role=alert]");
    try {
      const credential = await ask(form);
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      told.textContent = message;
      told.hidden = false;
    }
  });
}
