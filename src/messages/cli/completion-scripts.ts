/** One command as a shell completes it. */
export interface Completable {
  readonly name: string;
  readonly summary: string;
  readonly options: readonly string[];
  readonly words: readonly string[];
}

/** What each shell reads. After `--` there is somebody else's command: files, as without completion. */
export const completionScripts: Readonly<Record<string, (commands: readonly Completable[]) => string>> = {
  bash: (commands) => `_countersign() {
  local current="\${COMP_WORDS[COMP_CWORD]}" words=
  COMPREPLY=()
  case " \${COMP_WORDS[*]:0:COMP_CWORD} " in *" -- "*) return ;; esac
  if [ "$COMP_CWORD" -eq 1 ]; then
    words=${quoted(`${commands.map(({ name }) => name).join(' ')} --help --version`)}
  else
    case "\${COMP_WORDS[1]}" in
${commands.map((one) => `      ${one.name}) words=${quoted(choicesOf(one).join(' '))} ;;`).join('\n')}
    esac
  fi
  COMPREPLY=($(compgen -W "$words" -- "$current"))
}
complete -o default -F _countersign countersign
`,
  zsh: (commands) => `#compdef countersign
_countersign() {
  local -a commands choices
  if (( CURRENT == 2 )); then
    commands=(
${commands.map(({ name, summary }) => `      ${quoted(`${name}:${summary.replaceAll(':', '\\:')}`)}`).join('\n')}
    )
    _describe command commands
    return
  fi
  if (( \${words[(I)--]} && \${words[(I)--]} < CURRENT )); then
    _files
    return
  fi
  case $words[2] in
${commands.map((one) => `    ${one.name}) choices=(${choicesOf(one).join(' ')}) ;;`).join('\n')}
  esac
  compadd -a choices
  _files
}
if (( ! $+functions[compdef] )); then
  autoload -Uz compinit
  compinit
fi
compdef _countersign countersign
`,
  fish: (commands) =>
    commands
      .flatMap(({ name, summary, options, words }) => [
        `complete -c countersign -n __fish_use_subcommand -f -a ${name} -d ${fishQuoted(summary)}`,
        ...options.map((option) => `${afterIn(name)} -l ${option.slice(2)}`),
        ...(words.length === 0 ? [] : [`${afterIn(name)} -f -a ${fishQuoted(words.join(' '))}`]),
      ])
      .join('\n')
      .concat('\n'),
};

function choicesOf({ words, options }: Completable): readonly string[] {
  return [...words, ...options];
}

function afterIn(name: string): string {
  return `complete -c countersign -n ${fishQuoted(`__fish_seen_subcommand_from ${name}`)}`;
}

/** In single quotes, as sh, bash and zsh read them. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function fishQuoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
