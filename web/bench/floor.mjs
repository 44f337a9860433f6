// The least that any page takes that asks a worker: a letter, a message there, one back, one line changed.
const worker = new Worker('/bench/echo.mjs', { type: 'module' });
worker.onmessage = ({ data }) => {
  document.querySelector('p').textContent = data;
};
document
  .querySelector('textarea')
  .addEventListener('input', ({ target }) => worker.postMessage(target.value));
