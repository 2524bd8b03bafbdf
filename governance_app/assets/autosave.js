// Keeps a form as a draft while somebody types. Without it the buttons do the same, so nothing depends on it.

(() => {
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const said = document.querySelector("[data-saved]");
  const pause = 2000;
  const patience = 20000;
  let waiting = null;
  let saving = Promise.resolve();
  let going = false;
  let typed = "";

  const answers = () => {
    const fields = new FormData(form);
    fields.set("then", "autosave");
    return new URLSearchParams(fields);
  };
  const words = () => {
    const fields = answers();
    fields.delete("version");
    return fields.toString();
  };

  // Whether the service was reached, or has the words already. A page that is left goes on sending a little.
  const save = async () => {
    clearTimeout(waiting);
    waiting = null;
    if (words() === typed) return true;
    const saved = words();
    const body = answers();
    const keepalive = body.toString().length < 60000;
    try {
      const signal = AbortSignal.timeout?.(patience);
      const answer = await fetch(form.action, { method: "POST", body, keepalive, signal, redirect: "manual" });
      if (answer.ok || answer.status === 409) {
        // Other words are put aside by now; what is typed on goes over this window's own, so that two texts stay two.
        form.elements.version.value = (await answer.json()).version;
        typed = saved;
        said.textContent = answer.ok
          ? "Draft saved at " + new Date().toTimeString().slice(0, 5) + "."
          : "Another window has saved other words. Press “Save”: both are kept, and you choose.";
      } else if (answer.status === 422) {
        said.textContent = "Not saved yet: something you typed has to be looked at first. Press “Save” to see what.";
      } else {
        said.textContent = "Not saved: your sign-in may have ended. Press “Save”; what you typed is kept.";
      }
      return true;
    } catch {
      said.textContent = "Not saved yet: the service cannot be reached. It will be tried again; leave this page open.";
      soon(5 * pause);
      return false;
    }
  };
  const soon = (delay) => {
    clearTimeout(waiting);
    waiting = setTimeout(keep, delay);
  };
  const keep = () => (saving = saving.then(save));

  typed = words();
  form.addEventListener("input", () => soon(pause));
  // A field that is left is saved at once, so that a link pressed next leads away from words that are on their way.
  form.addEventListener("change", () => { if (waiting) keep(); });
  // The words are saved before the page is left for what a button leads to: out of reach, the page and they stay.
  // A save under way is waited for too, or the form would come in as another window's. A browser ignores a second
  // submission while the first is still being announced, so it waits its turn.
  form.addEventListener("submit", (event) => {
    if (going) return;
    event.preventDefault();
    const button = event.submitter;
    keep().then((reached) => setTimeout(() => {
      if (!reached || going) return;
      going = true;
      form.requestSubmit(button);
    }));
  });
  window.addEventListener("pageshow", () => { going = false; });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && waiting) keep();
  });
})();
