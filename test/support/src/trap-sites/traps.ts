import { type Chance, chance } from './chance.ts';
import { type Answer, link, page, pathOf, query, type Site } from './page.ts';

type Make = (random: Chance) => Omit<Site, 'name'>;

const day = 86_400_000;
const two = (n: number) => String(n).padStart(2, '0');
const months = 'January February March April May June July August September October November December'.split(
  ' ',
);

/** Small sections that are well, beside the trap: so many articles, each with a text of its own. */
function articles(random: Chance, count: number, where: string) {
  const vocabulary = random.words(300);
  const texts = Array.from({ length: count }, () =>
    Array.from({ length: 4 }, () => `<p>${random.sentence(18, vocabulary)}</p>`).join(''),
  );
  return {
    list: Array.from({ length: count }, (_, n) => link(`${where}${n}`, `Article ${n}`)).join(''),
    of(path: string): Answer | null {
      const n = path.startsWith(where) ? Number(path.slice(where.length)) : Number.NaN;
      return texts[n] ? page(`Article ${n}`, texts[n]) : null;
    },
  };
}

const makers: Record<string, Make> = {
  calendarPath(random) {
    const where = `/${random.word()}`;
    const start = Date.UTC(2000 + random.below(30), random.below(12), 1);
    return {
      seed: `${where}/${new Date(start).getUTCFullYear()}/${two(new Date(start).getUTCMonth() + 1)}`,
      answer(path) {
        const [, y = '', m = '', d] = new RegExp(`^${where}/(\\d+)/(\\d+)(?:/(\\d+))?$`).exec(path) ?? [];
        if (y === '') return null;
        const at = new Date(Date.UTC(Number(y), Number(m) - 1, Number(d ?? 1)));
        const to = (by: number) => {
          const other = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + by, 1));
          return link(`${where}/${other.getUTCFullYear()}/${two(other.getUTCMonth() + 1)}`, 'go');
        };
        const name = `${months[at.getUTCMonth()]} ${at.getUTCFullYear()}`;
        if (d !== undefined) return page(`${d} ${name}`, `<p>No events on this day.</p>${to(0)}`);
        const days = Array.from({ length: 28 }, (_, n) =>
          link(`${where}/${y}/${m}/${two(n + 1)}`, String(n + 1)),
        );
        return page(name, `<p>Nothing is planned for ${name}.</p>${to(-1)}${to(1)}${days.join('')}`);
      },
    };
  },
  calendarQuery(random) {
    const name = random.one(['month', 'date', 'from', 'week']);
    const good = articles(random, 30, '/a/');
    return {
      seed: '/',
      answer(path) {
        const text = query(path).get(name) ?? '2024-06-01';
        const at = Date.parse(text);
        if (good.of(path)) return good.of(path);
        if (pathOf(path) === '/')
          return page('Start', `<ul>${good.list}</ul>${link(`/events.php?${name}=2026-11-30`)}`);
        if (pathOf(path) !== '/events.php' || Number.isNaN(at)) return null;
        const to = (by: number) => new Date(at + by * day).toISOString().slice(0, 10);
        const links = [-7, -1, 1, 7].map((by) =>
          link(`/events.php?${name}=${to(by)}&view=${by % 7 ? 'day' : 'week'}`),
        );
        return page(
          `Events of ${new Date(at).toUTCString()}`,
          `<p>There are no events.</p>${links.join('')}`,
        );
      },
    };
  },
  jsessionid(random) {
    const good = articles(random, 20 + random.below(30), '/shop/item');
    return {
      seed: '/',
      answer(path, visit) {
        const own = chance(`${visit} ${path}`);
        const id = `;jsessionid=${own.hex(32).toUpperCase()}`;
        const plain = path.replace(/;jsessionid=\w+/, '');
        const links = good.list.replaceAll(/href="([^"]+)"/g, `href="$1${id}"`);
        if (plain === '/') return page('Shop', `<ul>${links}</ul>`);
        const found = good.of(plain);
        return found && 'html' in found
          ? { ...found, html: found.html.replace('</main>', `<ul>${links}</ul></main>`) }
          : null;
      },
    };
  },
  sessionQuery(random) {
    const name = random.one(['sid', 'PHPSESSID', 'session_id', 's']);
    const good = articles(random, 15 + random.below(20), '/thema/');
    return {
      seed: '/',
      answer(path, visit) {
        const id = chance(`${visit} ${path}`).token(26);
        const links = good.list.replaceAll(/href="([^"]+)"/g, `href="$1?${name}=${id}"`);
        const found = pathOf(path) === '/' ? page('Forum', '') : good.of(pathOf(path));
        return found && 'html' in found
          ? { ...found, html: found.html.replace('</main>', `<ul>${links}</ul></main>`) }
          : null;
      },
    };
  },
  facets(random) {
    const goods = Array.from({ length: 40 }, () => `${random.word()} ${random.word()} of ${random.word()}`);
    const facets = random
      .words(5 + random.below(3))
      .map((name) => ({ name, values: random.words(4 + random.below(4)) }));
    const base = `/${random.word()}`;
    return {
      seed: base,
      answer(path) {
        if (pathOf(path) !== base) return null;
        const chosen = query(path);
        const own = chance(path);
        const shown = Array.from(
          { length: 8 },
          () => `<li><span>${own.one(goods)}</span> <b>${own.below(90)} EUR</b></li>`,
        );
        const links = facets.flatMap(({ name, values }) =>
          values.map((value) => {
            const next = new URLSearchParams(chosen);
            next.set(name, value);
            return link(`${base}?${next}`, value);
          }),
        );
        return page(
          'Our goods',
          `<p>${own.below(200)} found</p><ul>${shown.join('')}</ul><ul>${links.join('')}</ul>`,
        );
      },
    };
  },
  repeatedSegments(random) {
    const names = random.words(2 + random.below(3));
    return {
      seed: '/',
      answer(path) {
        const links = names.map((name) => link(`${name}/`)).join('');
        return path.length > 1500
          ? null
          : page('Department', `<p>Welcome to our department.</p><ul>${links}</ul>`);
      },
    };
  },
  growingDepth(random) {
    const where = `/${random.word()}`;
    return {
      seed: `${where}/`,
      answer(path) {
        if (!path.startsWith(where) || path.length > 1500) return null;
        const own = chance(path);
        const links = own.words(4).map((name) => link(`${name}/`));
        return page(`Listing of ${path}`, `<p>Index of ${path}</p><ul>${links.join('')}</ul>`);
      },
    };
  },
  softMissing(random) {
    const dead = Array.from(
      { length: 3000 },
      () => `/${random.one(['item', 'news'])}/${random.word()}-${random.word()}`,
    );
    const good = articles(random, 12, '/about/');
    return {
      seed: '/',
      answer(path) {
        if (path === '/')
          return page('Sitemap', `<ul>${good.list}${dead.map((one) => link(one)).join('')}</ul>`);
        return good.of(path) ?? page('Not found', `<p>Sorry, the page ${path} does not exist any more.</p>`);
      },
    };
  },
  endlessPages(random) {
    const vocabulary = random.words(80);
    const last = 20 + random.below(40);
    const name = random.one(['page', 'p', 'start']);
    return {
      seed: '/list',
      answer(path) {
        if (pathOf(path) !== '/list') return null;
        const n = Number(query(path).get(name) ?? 1);
        const rows =
          n > last ? '<p>No more results.</p>' : `<p>${chance(`${name}${n}`).sentence(30, vocabulary)}</p>`;
        return page(
          `Results, page ${n}`,
          `${rows}${link(`/list?${name}=${n + 1}`, 'next')}${link(`/list?${name}=${n + 2}`)}`,
        );
      },
    };
  },
  relativeLoop(random) {
    const [dir, file] = random.words(2);
    return {
      seed: `/${dir}/${file}.html`,
      answer(path) {
        if (!path.endsWith('.html') || path.length > 1500) return null;
        return page(
          'Manual',
          `<p>How to use it is said here.</p>${link(`${dir}/${file}.html`)}${link(`more/${file}.html`)}`,
        );
      },
    };
  },
  redirects(random) {
    const [way, end] = random.words(2);
    return {
      seed: `/${end}?n=1`,
      answer(path) {
        const n = Number(query(path).get('n'));
        const to = `n=${n + 1}&r=${chance(path).token(8)}`;
        if (pathOf(path) === `/${way}`) return { status: 302, location: `/${end}?${to}` };
        return pathOf(path) === `/${end}`
          ? page('Please wait', `<p>One moment.</p>${link(`/${way}?${to}`, 'on')}`)
          : null;
      },
    };
  },
  randomWords(random) {
    const where = random.one(['/tag/', '/search/', '/~']);
    return {
      seed: `${where}${random.word()}`,
      answer(path) {
        if (!path.startsWith(where)) return null;
        const links = Array.from({ length: 6 }, (_, n) => chance(`${path}${n}`).words(2).join('-'));
        return page(
          `About ${path.slice(where.length)}`,
          `<p>See these as well:</p>${links.map((one) => link(where + one, one)).join('')}`,
        );
      },
    };
  },
};

/** Twelve traps: sites that have URLs without end and nothing new on them. Others for each seed. */
export function trapSites(seed: string): Site[] {
  return Object.entries(makers).map(([name, make]) => ({ name, ...make(chance(`${seed} ${name}`)) }));
}
