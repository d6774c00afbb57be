/** What is done to chunks of code alone: those of types come by, too. */
export function ofCode(rewrite: (code: string) => string) {
  return (code: string, { fileName }: { readonly fileName: string }) =>
    /\.m?js$/u.test(fileName) ? rewrite(code) : null;
}
