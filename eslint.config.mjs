import js from "@eslint/js";
import globals from "globals";

export default [
  js.configs.recommended,
  {
    files: ["overrides/**/*.js"],
    languageOptions: {
      ecmaVersion: 2019,
      sourceType: "script",
      globals: { ...globals.browser, fflate: "readonly" },
    },
    rules: {
      eqeqeq: "error",
      "no-implicit-globals": "error",
      "prefer-arrow-callback": "error",
      "arrow-body-style": "error",
      "object-shorthand": ["error", "methods"],
      "no-unused-vars": ["error", { caughtErrors: "none" }],
      // Control characters are what the cells are cleaned of; a first value says of what kind a variable is.
      "no-control-regex": "off",
      "no-useless-assignment": "off",
    },
  },
  {
    files: ["overrides/offline/service-worker.js"],
    languageOptions: { globals: globals.serviceworker },
    rules: { "no-implicit-globals": "off" },
  },
];
