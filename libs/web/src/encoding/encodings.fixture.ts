/** Lead bytes of the four-byte forms of gb18030 that are tried: the first, the last, those about every border of its ranges. */
const fourByteLeads = [0x81, 0x82, 0x83, 0x84, 0x85, 0x90, 0xe3, 0xe4, 0xfe];

/** The names of the Encoding Standard (§4.2), lower case. */
export const encodingNames = (
  'utf-8 ibm866 iso-8859-2 iso-8859-3 iso-8859-4 iso-8859-5 iso-8859-6 iso-8859-7 iso-8859-8 iso-8859-8-i iso-8859-10 ' +
  'iso-8859-13 iso-8859-14 iso-8859-15 iso-8859-16 koi8-r koi8-u macintosh windows-874 windows-1250 windows-1251 windows-1252 ' +
  'windows-1253 windows-1254 windows-1255 windows-1256 windows-1257 windows-1258 x-mac-cyrillic gbk gb18030 big5 euc-jp ' +
  'iso-2022-jp shift_jis euc-kr utf-16be utf-16le x-user-defined'
).split(' ');

/**
 * Bytes that meet every cell of the tables of an encoding: each byte, each pair, and what has longer forms; line ends
 * between them, so that what is broken ends there.
 */
export function everyByteOf(encoding: string): Uint8Array {
  const bytes: number[] = [];
  const pairs = (before: number[], after: number[]) => {
    for (let a = 0; a < 256; a++)
      for (let b = 0; b < 256; b++) bytes.push(...before, a, b, ...after, 0x0a, 0x0a);
  };
  pairs([], []);
  if (encoding === 'euc-jp') pairs([0x8f], []);
  if (encoding === 'iso-2022-jp') {
    for (const start of ['(B', '(J', '(I', '$@', '$B']) {
      pairs([0x1b, start.charCodeAt(0), start.charCodeAt(1)], [0x1b, 0x28, 0x42]);
    }
  }
  if (encoding === 'gb18030' || encoding === 'gbk') {
    for (const a of fourByteLeads) {
      for (let b = 0x30; b < 0x3a; b++) {
        for (let c = 0x81; c < 0xff; c++) for (let d = 0x30; d < 0x3a; d++) bytes.push(a, b, c, d);
      }
    }
  }
  return Uint8Array.from(bytes);
}

/** Every character of the Basic Multilingual Plane that is not ASCII, and those beyond it that Big5 has. */
export function everyCharacter(): string[] {
  const characters: string[] = [];
  for (let code = 0x80; code < 0x30000; code++) {
    if (code === 0xd800) code = 0xe000;
    if (code === 0x10000) code = 0x20000;
    characters.push(String.fromCodePoint(code));
  }
  return characters;
}

/** Queries whose encoding depends on what stands beside what: iso-2022-jp keeps a state. */
export const queries = ['a=あ¥い‾ｱb\\~', '¥a‾b日c', 'é&%41"<>\'`{|}[]^\\', '😀 ü', '日本語 テスト', 'ａ−～‖'];
