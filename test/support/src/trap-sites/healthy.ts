import { type Chance, chance } from './chance.ts';
import { link, page, pathOf, query, type Site } from './page.ts';

type Make = (random: Chance, size: number) => Omit<Site, 'name'>;
const numbers = (n: number) => Array.from({ length: n }, (_, i) => i);

const makers: Record<string, Make> = {
  apiDocs(random, size) {
    const vocabulary = random.words(200);
    const names = numbers(size).map(() =>
      `${random.word()}${random.word()}`.replace(/^./, (c) => c.toUpperCase()),
    );
    return {
      seed: '/api/index.html',
      answer(path) {
        if (path === '/api/index.html')
          return page('All classes', names.map((name) => link(`/api/${name}.html`, name)).join(''));
        const name = /^\/api\/(\w+)\.html$/.exec(path)?.[1];
        if (name === undefined || !names.includes(name)) return null;
        const own = chance(name);
        const methods = numbers(6).map(
          () =>
            `<dt><code>get${own.one(vocabulary)}</code></dt><dd>Returns the ${own.one(vocabulary)} ${own.one(vocabulary)}.</dd>`,
        );
        const see = numbers(4).map(() => link(`/api/${own.one(names)}.html`, 'see'));
        return page(
          `Class ${name}`,
          `<p>Methods inherited from class Object: clone, equals, finalize, notify, wait.</p><dl>${methods.join('')}</dl>${see.join('')}`,
        );
      },
    };
  },
  archive(random, size) {
    const vocabulary = random.words(400);
    const pages = Math.ceil(size / 10);
    return {
      seed: '/blog/',
      answer(path) {
        const post = Number(/^\/blog\/post-(\d+)$/.exec(path)?.[1] ?? Number.NaN);
        if (post < size)
          return page(`Post ${post}`, `<p>${chance(`post${post}`).sentence(40, vocabulary)}</p>`);
        const n = path === '/blog/' ? 1 : Number(/^\/blog\/page\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
        if (!(n >= 1 && n <= pages)) return null;
        const posts = numbers(10).map((i) => link(`/blog/post-${(n - 1) * 10 + i}`, `Post ${i}`));
        return page(
          `Page ${n} of ${pages}`,
          `${posts.join('')}${n < pages ? link(`/blog/page/${n + 1}`, 'older') : ''}`,
        );
      },
    };
  },
  forum(random, size) {
    const vocabulary = random.words(300);
    return {
      seed: '/forum/',
      answer(path) {
        const n = Number(query(path).get('t') ?? Number.NaN);
        if (path === '/forum/')
          return page(
            'Forum',
            numbers(40)
              .map((i) => link(`/forum/viewtopic.php?f=${i % 5}&t=${i}`))
              .join(''),
          );
        if (pathOf(path) !== '/forum/viewtopic.php' || !(n < size)) return null;
        const own = chance(`t${n}`);
        const posts = numbers(2).map(() => `<p>${own.sentence(12, vocabulary)}</p>`);
        const next = numbers(3).map((i) => (n + 7 * i + 1) % size);
        return page(
          `Topic ${n}`,
          `${posts.join('')}${next.map((i) => link(`/forum/viewtopic.php?f=${i % 5}&t=${i}`)).join('')}`,
        );
      },
    };
  },
  shop(random, size) {
    const vocabulary = random.words(120);
    return {
      seed: '/',
      answer(path) {
        if (path === '/')
          return page(
            'Shop',
            numbers(30)
              .map((i) => link(`/p/${100000 + i * 7}`))
              .join(''),
          );
        const n = (Number(/^\/p\/(\d+)$/.exec(path)?.[1] ?? Number.NaN) - 100000) / 7;
        if (!(n < size) || !Number.isInteger(n)) return null;
        const own = chance(`p${n}`);
        const related = numbers(4).map(() => link(`/p/${100000 + own.below(size) * 7}`));
        return page(
          `${own.one(vocabulary)} ${own.one(vocabulary)}`,
          `<p>${own.sentence(8, vocabulary)}</p><b>${own.below(1000)},00 EUR, in stock</b><ul>${related.join('')}</ul>`,
        );
      },
    };
  },
  gitBrowser(random, size) {
    const vocabulary = random.words(200);
    const ids = numbers(size).map(() => random.hex(40));
    return {
      seed: '/repo/log/',
      answer(path) {
        const at = Number(query(path).get('ofs') ?? 0);
        const more = at + 50 < size ? link(`/repo/log/?ofs=${at + 50}`, 'next') : '';
        if (pathOf(path) === '/repo/log/')
          return page(
            'log',
            ids
              .slice(at, at + 50)
              .map((id) => link(`/repo/commit/?id=${id}`, id))
              .join('') + more,
          );
        const n = ids.indexOf(query(path).get('id') ?? '');
        if (pathOf(path) !== '/repo/commit/' || n < 0) return null;
        const own = chance(ids[n]!);
        const parent = ids[n + 1];
        return page(
          `commit ${ids[n]}`,
          `<pre>${own.sentence(9, vocabulary)}</pre>${parent ? link(`/repo/commit/?id=${parent}`) : ''}`,
        );
      },
    };
  },
  wiki(random, size) {
    const vocabulary = random.words(500);
    const names = numbers(size).map(() => `${random.word()}_${random.word()}`);
    return {
      seed: `/wiki/${names[0]}`,
      answer(path) {
        const name = path.slice('/wiki/'.length);
        if (!path.startsWith('/wiki/') || !names.includes(name)) return null;
        const own = chance(name);
        return page(
          name,
          `<p>${own.sentence(60, vocabulary)}</p>${numbers(8)
            .map(() => link(`/wiki/${own.one(names)}`))
            .join('')}`,
        );
      },
    };
  },
  dateArchive(random, size) {
    const vocabulary = random.words(400);
    const per = 3;
    return {
      seed: '/2020/01',
      answer(path) {
        const [, y = '', m = '', n] = /^\/(\d{4})\/(\d{2})(?:\/story-(\d+))?$/.exec(path) ?? [];
        const month = (Number(y) - 2020) * 12 + Number(m) - 1;
        if (y === '' || month < 0 || month * per >= size) return null;
        if (n !== undefined)
          return Number(n) < per
            ? page(`Story ${n}`, `<p>${chance(path).sentence(30, vocabulary)}</p>`)
            : null;
        const next = `/${2020 + Math.floor((month + 1) / 12)}/${String(((month + 1) % 12) + 1).padStart(2, '0')}`;
        return page(
          `Archive of ${path}`,
          numbers(per)
            .map((i) => link(`${path}/story-${i}`))
            .join('') + link(next, 'next month'),
        );
      },
    };
  },
  catalogue(random, size) {
    const [letters, vocabulary] = [random.words(20), random.words(150)];
    return {
      seed: '/c/',
      answer(path) {
        const [, , section, part, item] = path.split('/');
        if (path === '/c/') return page('Sections', letters.map((one) => link(`/c/${one}/`)).join(''));
        if (!path.startsWith('/c/') || !letters.includes(section!)) return null;
        const each = Math.ceil(size / letters.length / 10);
        if (part === '')
          return page(
            `Section ${section}`,
            numbers(each)
              .map((i) => link(`/c/${section}/${i}/`))
              .join(''),
          );
        if (!(Number(part) < each)) return null;
        if (item === '')
          return page(
            'Items',
            numbers(10)
              .map((i) => link(`/c/${section}/${part}/${i}`))
              .join(''),
          );
        return Number(item) < 10 ? page('Item', `<p>${chance(path).sentence(10, vocabulary)}</p>`) : null;
      },
    };
  },
  mailingList(random, size) {
    const vocabulary = random.words(300);
    return {
      seed: '/list/msg00000.html',
      answer(path) {
        const n = Number(/^\/list\/msg(\d{5})\.html$/.exec(path)?.[1] ?? Number.NaN);
        if (!(n < size)) return null;
        const to = (i: number) =>
          i >= 0 && i < size ? link(`/list/msg${String(i).padStart(5, '0')}.html`) : '';
        return page(
          `Re: ${chance(`m${Math.floor(n / 8)}`).sentence(4, vocabulary)}`,
          `<pre>${chance(`m${n}`).sentence(25, vocabulary)}</pre>${to(n - 1)}${to(n + 1)}`,
        );
      },
    };
  },
  profiles(random, size) {
    const [vocabulary, towns] = [random.words(100), random.words(60)];
    return {
      seed: '/u/0',
      answer(path) {
        const n = Number(/^\/u\/(\d+)$/.exec(path)?.[1] ?? Number.NaN);
        if (!(n < size)) return null;
        const own = chance(`u${n}`);
        const friends = numbers(4).map((i) => link(`/u/${(n * 4 + i + 1) % size}`));
        return page(
          'Member',
          `<dl><dt>Town</dt><dd>${own.one(towns)}</dd><dt>About</dt><dd>${own.sentence(5, vocabulary)}</dd></dl>${friends.join('')}`,
        );
      },
    };
  },
  deepTree(random, size) {
    const vocabulary = random.words(250);
    const depth = Math.ceil(Math.log(size) / Math.log(3));
    return {
      seed: '/t/',
      answer(path) {
        const parts = path.split('/').slice(2, -1);
        if (
          !path.startsWith('/t/') ||
          !path.endsWith('/') ||
          parts.length > depth ||
          parts.some((one) => !/^[abc]\d$/.test(one))
        )
          return null;
        const below =
          parts.length < depth ? ['a', 'b', 'c'].map((one) => link(`${one}${parts.length}/`)) : [];
        return page('Chapter', `<p>${chance(path).sentence(15, vocabulary)}</p>${below.join('')}`);
      },
    };
  },
  translations(_random, size) {
    const languages = ['en', 'de', 'fr', 'pl'];
    return {
      seed: '/en/0',
      answer(path) {
        const [, language = '', at = ''] = path.split('/');
        const n = Number(at);
        if (!languages.includes(language) || at === '' || !(n < size / 4)) return null;
        const text = chance(`${language}${n}`).sentence(25, chance(language).words(200));
        const same = languages.map((other) => link(`/${other}/${n}`, other));
        return page(
          `Lesson ${n}`,
          `<p>${text}</p>${same.join('')}${link(`/${language}/${n + 1}`)}${link(`/${language}/${n + 2}`)}`,
        );
      },
    };
  },
};

/** Twelve deep sites of about so many pages each that are well, many of them alike. Others for each seed. */
export function healthySites(seed: string, size = 1500): Site[] {
  return Object.entries(makers).map(([name, make]) => ({ name, ...make(chance(`${seed} ${name}`), size) }));
}
