const place = 'trunkline.key';

/** `kept`: what this browser has; `linked`: what the address asks it to take instead. */
export type Keys = { kept: string | null; linked: string | null };

/**
 * The API key this browser keeps, and the one of a link. `npm start` prints a link ending in `#key=…`: a fragment is never sent to a
 * server, and it is taken out of the address bar and the history at once. A link that anybody may have made replaces no key by itself:
 * its maker would see what is done with theirs. Only where there is none it is taken. `held`: by this page, where storage is switched off.
 */
export function readKeys(held: string | null = null): Keys {
  const linked = new URLSearchParams(location.hash.slice(1)).get('key')?.trim() || null;
  if (linked !== null) history.replaceState(null, '', location.pathname + location.search);
  const kept = keptKey() ?? held;
  if (linked === null || linked === kept) return { kept, linked: null };
  if (kept !== null) return { kept, linked };
  keepKey(linked);
  return { kept: linked, linked: null };
}

function keptKey(): string | null {
  try {
    return localStorage.getItem(place);
  } catch {
    return null;
  }
}

export function keepKey(key: string | null): void {
  try {
    if (key === null) localStorage.removeItem(place);
    else localStorage.setItem(place, key);
  } catch {
    // Storage is switched off: the key holds until the page is left.
  }
}
