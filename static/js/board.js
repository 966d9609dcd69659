// A card dragged to another column presses the button that leads there; the buttons stay, for whoever does not drag.
for (const board of document.querySelectorAll("[data-nrc-board]")) {
  const way = (card, list) =>
    card.querySelector(`button[name="to"][value="${list.dataset.nrcColumn}"]`);
  for (const list of board.querySelectorAll("[data-nrc-column]")) {
    new window.Sortable(list, {
      group: { name: "plan", put: (to, from, card) => way(card, to.el) !== null },
      sort: false,
      draggable: "li",
      filter: "a, button",
      preventOnFilter: false,
      delay: 200,
      delayOnTouchOnly: true,
      ghostClass: "is-dragged",
      onEnd: ({ item, to }) => {
        const button = to === list ? null : way(item, to);
        if (button) button.form.requestSubmit(button);
      },
    });
  }
  board.classList.add("is-live");
}
