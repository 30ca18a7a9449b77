/** Emscripten's glue code for the engine's wasm builds: CommonJS without types. */
declare module '@litertjs/core/wasm/*.js' {
  const moduleFactory: (settings: object) => Promise<object>;
  export default moduleFactory;
}
