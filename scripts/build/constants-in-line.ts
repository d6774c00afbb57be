/** Of a decision's instructions they are a hundredth, of the core door 0.2 kB. */
export const constantsInLine = { inlineConst: { mode: 'all', pass: 3 } } as const;
