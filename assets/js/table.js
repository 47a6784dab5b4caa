/* What the table's cells show: the text that Python wrote beside the value, else the value itself. */
(function () {
  "use strict";
  const functions = (window.dashAgGridFunctions = window.dashAgGridFunctions || {});
  functions.citydeckWritten = (params) => {
    const written = params.data ? params.data["written_" + params.colDef.field] : undefined;
    return written !== undefined ? written : params.value;
  };
})();
