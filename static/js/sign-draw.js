// A signature drawn on the page goes into a hidden field as a PNG; the typed name stays enough.
for (const box of document.querySelectorAll("[data-nrc-sign]")) {
  const pad = box.querySelector("[data-nrc-sign-pad]");
  const canvas = box.querySelector("canvas");
  const kept = box.querySelector("[data-nrc-sign-data]");
  const opener = box.querySelector("[data-nrc-sign-open]");
  const pen = canvas.getContext("2d");
  let down = false;
  const at = (event) => {
    const frame = canvas.getBoundingClientRect();
    return [
      ((event.clientX - frame.left) * canvas.width) / frame.width,
      ((event.clientY - frame.top) * canvas.height) / frame.height,
    ];
  };
  const open = () => {
    pad.hidden = false;
    opener.hidden = true;
    pen.lineWidth = 6;
    pen.lineCap = "round";
    pen.lineJoin = "round";
  };
  canvas.addEventListener("pointerdown", (event) => {
    down = true;
    canvas.setPointerCapture(event.pointerId);
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!down) return;
    pen.lineTo(...at(event));
    pen.stroke();
  });
  const lift = () => {
    if (down) kept.value = canvas.toDataURL("image/png");
    down = false;
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  opener.addEventListener("click", open);
  box.querySelector("[data-nrc-sign-clear]").addEventListener("click", () => {
    pen.clearRect(0, 0, canvas.width, canvas.height);
    kept.value = "";
  });
  // What a refused form gave back: the drawing itself is not shown again, so it is dropped.
  kept.value = "";
  box.hidden = false;
}
