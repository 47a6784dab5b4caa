/* plotly.js-locales 3.7.0, MIT (LICENSE-plotly.txt). */
(function () {
  var locale = {
      moduleType: 'locale',
      name: 'id',
      dictionary: {},
      format: {
          days: ['Minggu', 'Senin', 'Selasa', 'Rabu', 'Kamis', 'Jumat', 'Sabtu'],
          shortDays: ['Min', 'Sen', 'Sel', 'Rab', 'kam', 'Jum', 'Sab'],
          months: [
              'Januari', 'Februari', 'Maret', 'April', 'Mei', 'Juni',
              'Juli', 'Agustus', 'September', 'Oktober', 'Nopember', 'Desember'
          ],
          shortMonths: [
              'Jan', 'Feb', 'Mar', 'Apr', 'Mei', 'Jun',
              'Jul', 'Agus', 'Sep', 'Okt', 'Nop', 'Des'
          ],
          date: '%d/%m/%Y'
      }
  };
  if (typeof Plotly === 'undefined') (window.PlotlyLocales = window.PlotlyLocales || []).push(locale);
  else Plotly.register(locale);
})();
