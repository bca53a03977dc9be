import { HOLE } from './tokens.ts';

/** Words of a shell that are no programs, and those that stand before one. */
const builtins = new Set(
  'cd set export unset exit return echo printf true false test [ : shift trap read local wait kill alias umask break continue'
    .split(' ')
    .concat(['for', 'case', 'esac', 'fi', 'done', 'in', '}', ']]', '[[', 'compdef']),
);
const before = new Set('if then elif else while until do ! { time exec command'.split(' '));

/**
 * Names of the programs that a line of shell starts: the first word of each command, in pipes, lists and substitutions too.
 * A word that is only known when it runs comes as it stands.
 */
export function programsOfLine(line: string): string[] {
  return commandsOf(line).flatMap((words) => {
    const command = words.slice(words.findIndex((word) => !before.has(word) && !/^\w+=/.test(word)));
    const [name = ''] = command;
    if (words.length === 0 || /^\w+=/.test(name) || before.has(name)) return [];
    return builtins.has(name) ? [] : [name, ...startedBy(name, command.slice(1))];
  });
}

/** Programs that start the one which their arguments name, with the options that take a value. */
const runners: Record<string, RegExp> = {
  ...{
    unshare: /^-[SGRw]$/,
    taskset: /^$/,
    prlimit: /^$/,
    env: /^-[uCS]$/,
    nice: /^-n$/,
    timeout: /^-[ks]$/,
  },
  ...{
    setpriv: /^$/,
    sudo: /^-[ugC]$/,
    nohup: /^$/,
    setsid: /^$/,
    xargs: /^-[IPnLda]$/,
    nsenter: /^-[tSG]$/,
  },
  ...{ chroot: /^$/, stdbuf: /^-[ioe]$/, ionice: /^-[cnp]$/, strace: /^-[eopP]$/, flock: /^-[wE]$/ },
};

/** What of a program's arguments is a program in turn; undefined stands for an argument that is not known before it runs. */
export function startedBy(name: string, args: readonly (string | undefined)[]): string[] {
  const base = name.replace(/^.*\//, '');
  if (/^(?:ba|da|z|fi|k)?sh$/.test(base)) {
    const script = args.findIndex((arg) => arg !== undefined && /^-\w*c$/.test(arg));
    if (script === -1) return [];
    return programsOfLine(args[script + 1] ?? HOLE);
  }
  const valued = runners[base];
  if (!valued) return [];
  for (let at = 0; at < args.length; at++) {
    const arg = args[at];
    if (arg === undefined) return [HOLE];
    if (valued.test(arg)) at++;
    else if (!/^-|^[\d.,]+[smhd]?$|^\w+=/.test(arg)) return [arg, ...startedBy(arg, args.slice(at + 1))];
  }
  return [];
}

/** The words of each command of a line; quotes are taken off. */
function commandsOf(line: string): string[][] {
  const commands: string[][] = [[]];
  let word = '';
  let quoted = false;
  let skip = false; // the next word is where something is redirected to
  const endWord = () => {
    if ((word !== '' || quoted) && !skip) commands.at(-1)!.push(word);
    if (word !== '' || quoted) skip = false;
    word = '';
    quoted = false;
  };
  const endCommand = () => {
    endWord();
    commands.push([]);
  };
  for (let at = 0, quote = ''; at < line.length; at++) {
    const char = line[at]!;
    if (quote === "'") {
      if (char === "'") quote = '';
      else word += char;
    } else if (line.startsWith('$(', at) && line[at + 2] !== '(') {
      const end = closing(line, at + 2);
      commands.unshift(...commandsOf(line.slice(at + 2, end)));
      word += HOLE;
      at = end;
    } else if (char === '`') {
      const end = line.indexOf('`', at + 1);
      commands.unshift(...commandsOf(line.slice(at + 1, end === -1 ? line.length : end)));
      word += HOLE;
      at = end === -1 ? line.length : end;
    } else if (char === '\\') word += line[++at] ?? '';
    else if (quote === '"') {
      if (char === '"') quote = '';
      else word += char;
    } else if (char === '"' || char === "'") [quote, quoted] = [char, true];
    else if (char === '#' && word === '' && !quoted) while (at < line.length && line[at + 1] !== '\n') at++;
    else if (char === '&' && /[<>]/.test(line[at - 1] ?? '')) word += char;
    else if (/[|&;\n()]/.test(char)) endCommand();
    else if (/[<>]/.test(char)) {
      if (/^\d*$/.test(word)) word = '';
      endWord();
      skip = true;
    } else if (/\s/.test(char)) endWord();
    else word += char;
  }
  endWord();
  return commands.filter((words) => words.length > 0);
}

/** Where the parenthesis that was opened before `start` is closed. */
function closing(line: string, start: number): number {
  let depth = 0;
  for (let at = start; at < line.length; at++) {
    if (line[at] === '(') depth++;
    else if (line[at] === ')' && depth-- === 0) return at;
  }
  return line.length;
}
