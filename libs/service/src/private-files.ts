/** From here on, files and folders that this process and its children make are for their owner alone: 0600 and 0700. */
export function privateFiles(): void {
  process.umask(0o077);
}
