import type { Command } from 'commander';
import type { Context } from './context.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import type { Run } from './program.ts';

/** What may follow a line of command words: `job` → `create list show …`. */
type Words = Map<string, string[]>;

const shells = ['bash', 'zsh', 'fish'] as const;
type Shell = (typeof shells)[number];

/** `trunkline completion SHELL` prints a script; it is made from the commands themselves, so it cannot drift. */
export function defineCompletion(program: Command, run: Run): void {
  program
    .command('completion')
    .description('Print a completion script: eval "$(trunkline completion bash)"')
    .argument('<shell>', shells.join(', '))
    .action(run((context, shell: string) => print(context, shell, program)));
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
  const everywhere = [...optionsOf(program), '--help'];
  const visit = (command: Command, path: string[]) => {
    words.set(path.join(' '), [
      ...command.commands.map((each) => each.name()),
      ...(command === program ? [] : optionsOf(command)),
      ...everywhere,
    ]);
    for (const each of command.commands) visit(each, [...path, each.name()]);
  };
  visit(program, []);
  return words;
}

function optionsOf(command: Command): string[] {
  return command.options.map((option) => option.long).filter((name) => name != null);
}

const scripts: Record<Shell, (words: Words) => string> = {
  bash: (words) => `_trunkline() {
  local path="" word
  for word in "\${COMP_WORDS[@]:1:COMP_CWORD-1}"; do [[ $word == -* ]] || path="\${path:+$path }$word"; done
  local words=""
  while :; do
    case "$path" in
${cases(words, '      ')}
    esac
    [[ -n $words || -z $path ]] && break
    [[ $path == *" "* ]] && path="\${path% *}" || path=""
  done
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -F _trunkline -o default trunkline`,
  zsh: (words) => `autoload -U +X bashcompinit && bashcompinit\n${scripts.bash(words)}`,
  fish: (words) =>
    [...words]
      .map(([path, next]) => {
        const depth = path === '' ? 0 : path.split(' ').length;
        const seen = path
          .split(' ')
          .filter(Boolean)
          .map((word) => `; and __fish_seen_subcommand_from ${word}`);
        const condition = depth === 0 ? '__fish_use_subcommand' : `true${seen.join('')}`;
        return `complete -c trunkline -n '${condition}' -a '${next.join(' ')}'`;
      })
      .join('\n'),
};

function cases(words: Words, indent: string): string {
  return [...words].map(([path, next]) => `${indent}"${path}") words="${next.join(' ')}" ;;`).join('\n');
}
