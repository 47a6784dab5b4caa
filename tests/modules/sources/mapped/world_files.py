"""Files of cities whose languages, marks and words few others use: Nordic, Korean, Spanish, German, Kenyan."""

from __future__ import annotations

from tests.modules.sources.mapped.city_file import CityFile, json_bytes, text_bytes

WORLD_FILES = (
    CityFile(
        "ordnungsamt.json",
        json_bytes({
            "index": [
                {"meldungsNummer": f"2025-{day}", "bezirk": "Northwest", "betreff": "Sperrmüll",
                 "erstellungsDatum": f"{day}.03.2025 - 07:30:00", "status": status}
                for day, status in ((13, "Erledigt"), (14, "gemeldet"))
            ],
            "messages": {"messages": [], "success": True},
        }),
        "requests", 2,
        {"service_request_id": "meldungsNummer", "requested_datetime": "erstellungsDatum", "service_name": "betreff"},
        {"requested_datetime": "2025-03-13 07:30:00", "status": "closed", "area_id": "NW"},
    ),
    CityFile(
        "palautteet.csv",
        text_bytes("""
palaute_id;luotu;aihe;tila
P1;13.03.2025 klo 7.30;Katuvalot;suljettu
P2;14.03.2025 klo 18.05;Puistot;avoin
"""),
        "requests", 2, {"service_request_id": "palaute_id", "service_name": "aihe"},
        {"requested_datetime": "2025-03-13 07:30:00", "status": "closed"},
    ),
    CityFile(
        "complaints_register.csv",
        text_bytes("""
Ref No.,Date Received,Nature of Complaint,Department,Status,Date Resolved
NCC/1/25,2025-03-13,Water shortage,Water,Resolved,2025-03-15
NCC/2/25,2025-03-14,Noise,Environment,Pending,
"""),
        "requests", 2, {"service_request_id": "Ref No.", "service_name": "Nature of Complaint", "nature": None},
        {"status": "closed", "closed_datetime": "2025-03-15 00:00:00"},
    ),
    CityFile(
        "permits.json",
        json_bytes({"success": True, "result": {"records": [
            {"_id": 1, "PERMIT_NUM": "25 100 BLD", "PERMIT_TYPE": "House", "APPLICATION_DATE": "2025-03-13",
             "ISSUED_DATE": "2025-03-20", "STATUS": "Permit Issued"},
            {"_id": 2, "PERMIT_NUM": "25 101 BLD", "PERMIT_TYPE": "Deck", "APPLICATION_DATE": "2025-03-14",
             "ISSUED_DATE": None, "STATUS": "Application Received"},
        ]}}),
        "requests", 2, {"service_request_id": "PERMIT_NUM", "requested_datetime": "APPLICATION_DATE"},
        {"service_request_id": "25 100 BLD", "status": "closed", "outcome": "completed"},
    ),
    CityFile(
        "zuwendungen.csv",
        text_bytes("""
Nr;Zuwendungsempfänger;Jahr;Zuwendungsgeber;Zweck;Betrag in €;Datum
1;Verein Nord e. V.;2025;Kultur;Projekt;1.200,50 €;13.03.25
2;Verein Süd e. V.;2025;Kultur;Projekt;3.000,00 €;14.03.25
Gesamtsumme;;;;;4.200,50 €;
""", "cp1252"),
        "payments", 3, {"payee": "Zuwendungsempfänger", "department": "Zuwendungsgeber", "paid_on": "Datum"},
        {"paid_on": "2025-03-13", "payee": "Verein Nord e. V.", "amount_lcu": "1200.5"}, aside=1,
    ),
    CityFile(
        "presupuesto.csv",
        text_bytes("""
jurisdiccion;programa;objeto_del_gasto;presupuesto_sancionado;presupuesto_vigente;anio
Ministerio de Salud;Hospitales;Personal;100.000,00;110.000,00;2025
Ministerio de Educación;Escuelas;Personal;200.000,00;210.000,00;2025
TOTAL;;;300.000,00;320.000,00;2025
"""),
        "budget_lines", 3,
        {"department": "jurisdiccion", "fiscal_year": "anio", "amount_lcu": "presupuesto_sancionado"},
        {"amount_lcu": "100000.0", "fiscal_year": "2025"}, aside=1,
    ),
    CityFile(
        "seoul_budget.csv",
        text_bytes("""
세출예산,,,
,,,(단위: 백만원)
부서,사업명,2024,2025
도로과,도로 보수,1100,1200
교통과,버스,2100,2200
합계,,3200,3400
""", "cp949"),
        "budget_lines", 6, {"department": "부서", "function": "사업명"},
        {"amount_lcu": "1100000000.0", "fiscal_year": "2024"}, aside=2, says=("one unit is 1,000,000 of the currency",),
    ),
    CityFile(
        "approved_estimates_2024-25.csv",
        text_bytes("""
Vote,Programme,Approved Estimates 2024/25 (KSh Millions)
Health,P1,"1,250.5"
Roads,P2,350.0
"""),
        "budget_lines", 2, {"department": "Vote"}, {"fiscal_year": "2025", "amount_lcu": "1250500000.0"},
        says=("fiscal_year: 2025, from the name of the column Approved Estimates 2024/25 (KSh Millions)",),
    ),
    CityFile(
        "tilasto.csv",
        text_bytes("""
"Alue";"Vuosi";"Tieto";"Arvo"
"Northwest";"2022";"Työpaikat";"1200"
"Northwest";"2023";"Työpaikat";"1300"
"Koko kaupunki";"2023";"Työpaikat";"9000"
""", "latin-1"),
        "area_indicators", 3, {"area_id": "Alue", "time_period": "Vuosi", "indicator": "Tieto", "value": "Arvo"},
        {"area_id": "NW", "value": "1200.0"}, aside=1,
    ),
    CityFile(
        "위생점검.csv",
        text_bytes("""
인허가번호|업소명|소재지|점검일자|점검구분|점검결과
20250001|식당1|서울 종로구 1|20250313|정기점검|적합
20250002|식당2|서울 종로구 2|20250314|정기점검|부적합
20250003|식당3|서울 종로구 3|20250315|정기점검|미평가
"""),
        "inspections", 3, {"premises_id": "인허가번호", "name": "업소명", "inspected_on": "점검일자"},
        {"result": "pass", "kind": "routine", "inspected_on": "2025-03-13"}, aside=1,
    ),
)  # fmt: skip
