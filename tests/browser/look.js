// What the browser tests ask of a page; added to it by tests/browser/checks.py.
window.nrc = (() => {
  const SHORT = 160;
  const short = (element) => element.outerHTML.slice(0, SHORT);
  const CONTROL = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  let controls = [];
  let reached = new Set();
  let unseen = [];

  const sameGroup = (radio) =>
    [...document.querySelectorAll('input[type=radio]')].filter(
      (each) => each.name === radio.name && each.form === radio.form,
    );
  const canBeReached = (element) =>
    !element.disabled &&
    element.tabIndex >= 0 &&
    element.getClientRects().length > 0 &&
    getComputedStyle(element).visibility === 'visible';
  const shows = (element) => {
    const style = getComputedStyle(element);
    const outlined = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0;
    return outlined || style.boxShadow !== 'none';
  };

  return {
    async violations() {
      const found = await axe.run(document, { resultTypes: ['violations'] });
      return found.violations.map((each) => [
        each.id,
        each.nodes.slice(0, 3).map((node) => `${node.target.join(' ')}: ${node.failureSummary}`),
      ]);
    },
    start() {
      controls = [...document.querySelectorAll(CONTROL)].filter(canBeReached);
      reached = new Set();
      unseen = [];
      document.activeElement.blur();
      return controls.length;
    },
    step() {
      const here = document.activeElement;
      if (!here || here === document.body) {
        return false;
      }
      reached.add(here);
      if (here.type === 'radio') {
        sameGroup(here).forEach((each) => reached.add(each));
      }
      const around = [here, here.nextElementSibling, here.parentElement].filter(Boolean);
      if (!around.some(shows)) {
        unseen.push(short(here));
      }
      return true;
    },
    left() {
      return { missed: controls.filter((each) => !reached.has(each)).map(short), unseen };
    },
  };
})();
