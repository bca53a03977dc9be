import type { Command } from 'commander';
import type { Context } from './context.ts';
import type { Define } from './define.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';

type Word = { name: string; about: string };
/** What may follow a line of command words (`job` → `create list show …`), or an option (`job list --state` → `new running …`). */
type Words = Map<string, Word[]>;

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** `trunkline completion SHELL` prints a script; it is made from the commands themselves, so it cannot drift. */
export function defineCompletion(define: Define, program: Command): void {
  const about = 'Print a completion script: eval "$(trunkline completion bash)"';
  define('completion', about, [['<shell>', shells.join(', ')]], (context, shell) =>
    print(context, shell, program),
  );
}

async function print({ output }: Context, shell: string, program: Command): Promise<ExitCode> {
  const write = scripts[shell as Shell];
  if (!Object.hasOwn(scripts, shell)) {
    output.error(`There is no completion for "${shell}", only for ${shells.join(', ')}.`);
    return exitCodes.usage;
  }
  output.essential(write(wordsOf(program)));
  return exitCodes.ok;
}

function wordsOf(program: Command): Words {
  const words: Words = new Map();
  const everywhere = [...optionsOf(program), { name: '--help', about: 'print help' }];
  const visit = (command: Command, path: string[]) => {
    const at = path.join(' ');
    words.set(at, [
      ...command.commands.map((each) => ({ name: each.name(), about: each.description() })),
      ...(command === program ? [] : optionsOf(command)),
      ...everywhere,
    ]);
    for (const { long, argChoices } of command.options)
      if (long && argChoices)
        words.set(
          `${at} ${long}`.trim(),
          argChoices.map((name) => ({ name, about: '' })),
        );
    for (const each of command.commands) visit(each, [...path, each.name()]);
  };
  visit(program, []);
  return words;
}

function optionsOf(command: Command): Word[] {
  return command.options.flatMap(({ long, description }) =>
    long ? [{ name: long, about: description }] : [],
  );
}

const scripts: Record<Shell, (words: Words) => string> = {
  bash: (words) => `_trunkline() {
  local path="" word words="" previous="\${COMP_WORDS[COMP_CWORD-1]}"
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $word == -* ]] || path="\${path:+$path }$word"; done
  [[ $previous == -* ]] && path="\${path:+$path }$previous"
  while :; do
    case "$path" in
${cases(words, (next) => `words="${next.map(({ name }) => name).join(' ')}"`)}
    esac
    [[ -n $words || -z $path ]] && break
    [[ $path == *" "* ]] && path="\${path% *}" || path=""
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _trunkline -o default trunkline`,
  zsh: (words) => `#compdef trunkline
_trunkline() {
  local at="" word previous="\${words[CURRENT-1]}"
  local -a next
  for word in "\${(@)words[2,CURRENT-1]}"; do [[ $word == -* ]] || at="\${at:+$at }$word"; done
  [[ $previous == -* ]] && at="\${at:+$at }$previous"
  while :; do
    case "$at" in
${cases(words, (next) => `next=(${next.map(({ name, about }) => quoted(about ? `${name}:${about}` : name)).join(' ')})`)}
    esac
    (( $#next )) || [[ -z $at ]] && break
    [[ $at == *" "* ]] && at="\${at% *}" || at=""
  done
  _describe 'trunkline' next
  _files
}
(( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
compdef _trunkline trunkline`,
  fish: (words) => `function __trunkline_at
  set -l at
  for word in (commandline -opc)[2..]
    string match -q -- '-*' $word; or set -a at $word
  end
  set -l previous (commandline -opc)[-1]
  string match -q -- '-*' $previous; and set -a at $previous
  while not contains -- "$at" ${[...words.keys()].map(quoted).join(' ')}
    set -e at[-1]
  end
  test "$at" = "$argv[1]"
end
function __trunkline_word
  complete -c trunkline -f -n "__trunkline_at '$argv[1]'" -a $argv[2] -d $argv[3]
end
${[...words].flatMap(([at, next]) => next.map(({ name, about }) => `__trunkline_word ${quoted(at)} ${quoted(name)} ${quoted(about)}`)).join('\n')}
${leavesOf(words)
  .map((at) => `complete -c trunkline -n ${quoted(`__trunkline_at ${quoted(at)}`)} -F`)
  .join('\n')}`,
};

/** Commands that have no others below them: their arguments may be files. */
function leavesOf(words: Words): string[] {
  const all = [...words.keys()];
  return all.filter(
    (at) =>
      at !== '' &&
      !at.includes('--') &&
      !all.some((other) => /^ [^-]/.test(other.slice(at.length)) && other.startsWith(at)),
  );
}

function cases(words: Words, set: (next: Word[]) => string): string {
  return [...words].map(([at, next]) => `      "${at}") ${set(next)} ;;`).join('\n');
}

/** A word of a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text
    .replaceAll(/[\n\r]/g, ' ')
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "'\\''")}'`;
}
