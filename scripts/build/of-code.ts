/** What is done to chunks of our code alone: those of types, and of copied packages, come by, too. */
export function ofCode(rewrite: (code: string) => string) {
  return (code: string, { fileName }: { readonly fileName: string }) =>
    /(?<!\blibraries)\.m?js$/u.test(fileName) ? rewrite(code) : null;
}
