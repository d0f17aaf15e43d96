// What ipywidgets leaves out for those who use no mouse or see no screen: a slider's name and value in words, a progress bar's role, regions
// that speak when they change; and keys pressed in a control do not reach the shortcuts of JupyterLab.
(() => {
  if (window.balongLabels) { window.balongLabels(); return; }
  let count = 0, waiting = false;
  const id = (element) => element.id || (element.id = `balong-${count++}`);
  const name = () => {
    waiting = false;
    for (const root of document.querySelectorAll('.balong')) {
      for (const control of root.querySelectorAll('input, select, button, a, [tabindex]')) control.dataset.lmSuppressShortcuts = 'true';
      root.lang = 'id';
      for (const slider of root.querySelectorAll('.widget-slider')) {
        const label = slider.querySelector('label.widget-label');
        const handle = slider.querySelector('.noUi-handle');
        const readout = slider.querySelector('.widget-readout');
        if (!label || !handle) continue;
        handle.setAttribute('aria-labelledby', id(label));
        if (!readout) continue;
        if (readout.contentEditable !== 'false') { readout.contentEditable = 'false'; }
        if (handle.getAttribute('aria-valuetext') !== readout.textContent) handle.setAttribute('aria-valuetext', readout.textContent);
      }
      for (const bar of root.querySelectorAll('.widget-hprogress')) {
        const label = bar.querySelector('label.widget-label'), inner = bar.querySelector('.progress');
        if (label && inner) { inner.setAttribute('role', 'progressbar'); inner.setAttribute('aria-labelledby', id(label)); }
      }
      for (const live of root.querySelectorAll('.balong-live .widget-html-content')) { live.setAttribute('aria-live', 'polite'); }
      for (const empty of root.querySelectorAll('[title="null"]')) { empty.removeAttribute('title'); }
    }
  };
  window.balongLabels = () => { if (!waiting) { waiting = true; requestAnimationFrame(name); } };
  new MutationObserver(window.balongLabels).observe(document.body, { childList: true, subtree: true, characterData: true });
  window.balongLabels();
})();
