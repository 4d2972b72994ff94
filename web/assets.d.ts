/** Files that the build gives an address of their own. */
declare module '*.css';
declare module '*.svg' {
  const address: string;
  export default address;
}
