/** Where the dashboard keeps the key of this browser too: both are pages of this server. */
const PLACE = 'trunkline.key';

const styles = `
  body { display: flex; flex-direction: column; height: 100vh; margin: 0; }
  #root { flex: 1; min-height: 0; height: auto !important; }
  #root > *, .graphiql-container { height: 100% !important; }
  #key-bar { display: flex; gap: .75rem; align-items: center; padding: .5rem 1rem; font: 14px/1.4 system-ui, sans-serif;
    color: #1f2937; background: #eef2f7; border-bottom: 1px solid #d5dbe5; }
  body.graphiql-dark #key-bar { color: #e5e7eb; background: #1b2332; border-color: #2e394d; }
  #key-bar b { font-weight: 600; }
  #key-bar input { flex: 0 1 34rem; padding: .3rem .5rem; font: 13px ui-monospace, monospace; color: inherit;
    background: #fff; border: 1px solid #aab4c3; border-radius: 4px; }
  body.graphiql-dark #key-bar input { background: #111827; }
  #key-bar button { padding: .3rem .8rem; font: inherit; color: #fff; background: #2456c7; border: 0; border-radius: 4px; cursor: pointer; }
  #key-bar span { opacity: .8; }
  /* All tabs in sight, on as many lines as they need. */
  .graphiql-container .graphiql-session-header { height: auto !important; min-height: var(--session-header-height); align-items: flex-start; }
  .graphiql-container .graphiql-tabs { flex-wrap: wrap; overflow: visible; }
  /* GraphiQL has tabs dragged along one line: on several they would jump away beneath the pointer that is to click them. */
  .graphiql-container .graphiql-tab { max-width: none; transform: none !important; }
  @media (max-width: 700px) {
    #key-bar { flex-wrap: wrap; }
    #key-bar input { flex: 1 1 10rem; min-width: 0; }
    #key-bar span { flex-basis: 100%; }
    .graphiql-container { flex-direction: column; }
    .graphiql-container .graphiql-sidebar { flex-direction: row; width: 100%; height: auto; padding: 4px 8px; }
    .graphiql-container .graphiql-sidebar-section { flex-direction: row; }
    .graphiql-container .graphiql-session, .graphiql-container #graphiql-session { flex-direction: column !important; }
    .graphiql-container .graphiql-logo { display: none; }
    /* One line that can be moved along: twenty tabs would fill the screen. */
    .graphiql-container .graphiql-tabs { flex-wrap: nowrap; overflow-x: auto; }
  }`;

const markup = `
  <style>${styles}</style>
  <form id="key-bar">
    <b>Trunkline API</b>
    <label for="key">Key</label>
    <input id="key" type="password" autocomplete="off" spellcheck="false" placeholder="tl_…  printed at the first start, kept in .trunkline/admin-key">
    <button>Use</button>
    <span id="key-state"></span>
  </form>`;

/** Runs in the page, before GraphiQL: every request of it carries the key unless its headers name another. */
const script = `
  (() => {
    const field = document.querySelector('#key');
    const state = document.querySelector('#key-state');
    const given = new URLSearchParams(location.hash.slice(1)).get('key');
    if (given) {
      localStorage.setItem('${PLACE}', given);
      history.replaceState(null, '', location.pathname + location.search);
    }
    field.value = localStorage.getItem('${PLACE}') ?? '';
    state.textContent = field.value ? 'Kept in this browser only.' : 'Paste a key and press Use.';
    document.querySelector('#key-bar').addEventListener('submit', (event) => {
      event.preventDefault();
      const key = field.value.trim();
      if (key) localStorage.setItem('${PLACE}', key);
      else localStorage.removeItem('${PLACE}');
      location.reload();
    });
    // GraphiQL opens an empty tab when what it kept does not say which tab was open: say so.
    const kept = JSON.parse(localStorage.getItem('graphiql:tabState') ?? 'null');
    const tab = kept?.tabs?.[kept.activeTabIndex];
    if (tab && !new URLSearchParams(location.search).has('query'))
      for (const part of ['query', 'variables', 'headers'])
        if (tab[part]) localStorage.setItem('graphiql:' + part, tab[part]);
        else localStorage.removeItem('graphiql:' + part);
    const send = globalThis.fetch;
    globalThis.fetch = (input, init = {}) => {
      const headers = new Headers(init.headers);
      const key = localStorage.getItem('${PLACE}');
      if (key && !headers.has('authorization')) headers.set('authorization', 'Bearer ' + key);
      return send(input, { ...init, headers });
    };
  })();`;

/** Puts a field for the key above GraphiQL. */
export function withKeyBar(page: string): string {
  const root = '<div id="root"></div>';
  if (!page.includes(root)) throw new Error('GraphiQL has no root to put the key bar above');
  return page.replace(root, () => `${markup}\n${root}\n<script>${script}</script>`);
}
