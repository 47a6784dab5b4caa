"""Files whose names alone would mislead: what a column holds, or another of the file, says otherwise."""

from __future__ import annotations

from tests.modules.sources.mapped.city_file import CityFile, text_bytes

TWO_SIDED = (
    CityFile(
        "call_center.csv",
        text_bytes("""
date,agency_name,type,ticket,call_type,status
2025-03-14,Public Works,Call,90001,Pothole,Closed
2025-03-15,Public Works,Web,90002,Trash,Open
2025-03-16,Sanitation,Walk In,90003,Pothole,Closed
"""),
        "requests", 3, {"service_request_id": "ticket", "service_name": "call_type"},
        {"service_request_id": "90001", "status": "closed"},
    ),
    CityFile(
        "complaints_with_states.csv",
        text_bytes("""
complaint_number,request_type,request_date,city,state
301,Zoning,2025-03-14,Rockville,MD
302,Housing,2025-03-15,Olney,MD
"""),
        "requests", 2, {"service_name": "request_type", "status": None}, {"status": "open"},
        says=("state: 'MD' tell no status that is known, so that it is not taken for one",),
    ),
    CityFile(
        "complaints_by_status.csv",
        text_bytes("""
complaint_number,complaint_date,resolution_date,type
301,2025-03-14,2025-03-20,Resolved
302,2025-03-15,,Pending
303,2025-03-16,2025-03-21,Resolved
"""),
        "requests", 3, {"service_name": None}, asks=("which column is service_name or service_id?",),
    ),
    CityFile(
        "areas_and_sub_areas.csv",
        text_bytes("""
sr_num,created,sr_area,sr_sub_area,sr_subtype_cd
1-1,2025-03-14,Highway,Pothole,Fulfillment
1-2,2025-03-15,Solid Waste,Recycling,Fulfillment
1-3,2025-03-16,Highway,Signs,General
"""),
        "requests", 3, {"service_id": None, "service_name": "sr_area", "nature": "sr_sub_area"}, {"nature": "Pothole"},
        says=("sr_subtype_cd: one stands beside several sr_area, so that it is no id of them",
              "service_name: sr_area ('Highway', 'Solid Waste'), the first or broadest of those called like it; "
              "sr_sub_area ('Pothole', 'Recycling', 'Signs') would do as well"),
    ),
    CityFile(
        "postcodes_of_suppliers.csv",
        text_bytes("""
Date,Supplier,Amount,Supplier Postcode
14/03/2025,Acme,100.50,SW1 1AA
15/03/2025,Bolt,200.00,SW1 1AA
"""),
        "payments", 2, {"payee": "Supplier", "payee_id": None}, {"payee": "Acme"},
        says=("Supplier Postcode: one stands beside several Supplier, so that it is no id of them",),
    ),
    CityFile(
        "last_inspected.csv",
        text_bytes("""
FACILITY,LAST INSPECTED,VIOLATIONS,TOTAL CRITICAL VIOLATIONS,INSPECTION TYPE,INSPECTION COMMENTS,PERMIT EXPIRATION DATE
Deli,03/14/2025,None,0,Inspection,,12/31/2025
Cafe,03/15/2025,Item 8D,1,Re-Inspection,,12/31/2025
"""),
        "requests", 2, asks=("is this requests, or inspections? More names of columns speak of inspections",),
    ),
    CityFile(
        "smileys.csv",
        text_bytes("""
business_name;address;inspection_result;inspection_date
Cafe 1;Vej 1;1;14-03-2025
Cafe 2;Vej 2;4;15-03-2025
"""),
        "inspections", 2, asks=("inspection_result: grades up to 4; say what each means",),
    ),
    CityFile(
        "air_by_the_hour.csv",
        text_bytes("""
Date Time,PM2.5,O3
2025-03-14 01:00,5.1,20.4
2025-03-14 02:00,6.2,21.9
"""),
        "observations", 2, asks=("is this observations? No name of a column",),
    ),
    CityFile(
        "unemployment_elsewhere.csv",
        text_bytes("""
REF_DATE,GEO,VALUE
2023,Toronto,5.1
2024,Toronto,5.4
"""),
        "area_indicators", 2, asks=("GEO: no row names an area of the city ('Toronto'",),
    ),
    CityFile(
        "gdp_told_twice.csv",
        text_bytes("""
indicator,period,value
GDP,2023,105.1
GDP,2023,99.2
GDP,2024,107.4
"""),
        "observations", 3,
        asks=("several rows have the same indicator, period and other figures, and no column tells them apart",),
    ),
    CityFile(
        "creditos.csv",
        text_bytes("""
ejercicio;jurisdiccion;credito_vigente;credito_devengado
2023;Salud;1200;1100
2023;Obras;900;850
"""),
        "budget_lines", 2, {"amount_lcu": "credito_vigente"}, {"phase": "adjusted", "amount_lcu": "1200.0"},
        says=("credito_vigente: amounts of the adjusted budget, as its name says",
              "credito_vigente: the budget, taken before what became of it: credito_devengado"),
    ),
    CityFile(
        "statuses_by_code_and_words.csv",
        text_bytes("""
CASEID,TYPENAME,CASESTATUS,CASESTATUSDESCRIPTION,OPENEDDATETIME,FIRST CALL RESOLUTION
101,Pothole,0,Open,2025-03-14,Y
102,Trash,1,Closed,2025-03-15,N
"""),
        "requests", 2, {"status": "CASESTATUSDESCRIPTION", "outcome": "CASESTATUSDESCRIPTION"}, {"status": "open"},
    ),
    CityFile(
        "lobbyist_expenditures.csv",
        text_bytes("""
LOBBYIST_ID,RECIPIENT,AMOUNT,EXPENDITURE_DATE
1,Grill,40.10,03/14/2025
2,Cafe,12.00,03/15/2025
"""),
        "payments", 2, asks=("is this payments? LOBBYIST_ID, lobbyist_expenditures speaks of other records",),
    ),
    CityFile(
        "closure_reasons.csv",
        text_bytes("""
Case number,Request type,Opened date,Closed date,Status,Closure reason
101,Pothole,2025-03-14,2025-03-15,Closed,Service provided
"""),
        "requests", 1, {"outcome": "Closure reason"}, {"outcome": "unknown"},
    ),
    CityFile(
        "solo_vigente.csv",
        text_bytes("""
ejercicio;jurisdiccion;presupuesto_vigente
2023;Salud;1200
2023;Obras;900
"""),
        "budget_lines", 2, {"amount_lcu": "presupuesto_vigente"}, {"phase": "adjusted", "amount_lcu": "1200.0"},
        says=("presupuesto_vigente: amounts of the adjusted budget, as its name says",),
    ),
    CityFile(
        "jobs.csv",
        text_bytes("""
Number,Date,Type,Completed
900,14/03/2025 08:15,Footpath,15/03/2025 09:00
901,15/03/2025 10:15,Graffiti,
"""),
        "requests", 2, {"closed_datetime": "Completed", "service_name": "Type"}, {"status": "closed"},
    ),
    CityFile(
        "1551.csv",
        text_bytes("""
Номер звернення;Дата реєстрації;Тип проблеми;Стан;Виконавець
Ф-1;14.03.2025;Опалення;Виконано;ШЕУ
Ф-2;15.03.2025;Дороги;В роботі;ШЕУ
"""),
        "requests", 2, {"service_name": "Тип проблеми", "department": "Виконавець"}, {"status": "closed"},
    ),
    CityFile(
        "code_cases.csv",
        text_bytes("""
case_number,case_type_code_description,date_case_reported,case_status,violation_code,violation_quantity
13-1,PROPERTY,03/14/2025,CLOSED,36-21,1
13-2,VEHICLE,03/15/2025,ACTIVE,36-27,2
"""),
        "requests", 2, {"service_name": "case_type_code_description"}, {"status": "closed"},
    ),
    CityFile(
        "creditos_y_pagos.csv",
        text_bytes("""
ejercicio;jurisdiccion;credito_vigente;credito_presupuestado
2023;Salud;1200;1100
2023;Obras;900;850
"""),
        "budget_lines", 2, {"amount_lcu": "credito_presupuestado"}, {"phase": "approved", "amount_lcu": "1100.0"},
        says=("credito_presupuestado: the budget as it was approved, taken before credito_vigente",),
    ),
    CityFile(
        "begroting.csv",
        text_bytes("""
Bestuur;Jaar;Verslagsoort;Taakveld;Bedrag
Utrecht;2023;Begroting;Verkeer;100
Utrecht;2023;Realisatie;Verkeer;90
"""),
        "budget_lines", 2, {"function": "Taakveld", "phase": "Verslagsoort"}, {"phase": "approved"},
        says=("department: no column names one, so that all amounts stand under 'Not named'",),
    ),
    CityFile(
        "FY16_Revenue_Budget.csv",
        text_bytes("""
FundDescription,RevenueAccountDescription,FY2016 Budget
AIRPORTS,INTEREST,15822.00
DEBT SERVICE,AD VALOREM TAX,819672.00
"""),
        "revenue_lines", 2, {"revenue_source": "RevenueAccountDescription"}, {"fiscal_year": "2016"},
        says=("fiscal_year: 2016, from the name of the column FY2016 Budget",),
    ),
    CityFile(
        "pdrb.csv",
        text_bytes("""
Tahun,Lapangan Usaha,PDRB (miliar rupiah)
2022,Pertanian,100.5
2023,Pertanian,104.0
2022,Industri,200.5
2023,Industri,210.0
"""),
        "observations", 4, {"series_name": "Lapangan Usaha", "value": "PDRB (miliar rupiah)"},
        says=("PDRB (miliar rupiah): taken for value, since it is the only column of numbers that is left",),
    ),
    CityFile(
        "mandats.csv",
        text_bytes("""
N° mandat;Date mandat;Tiers;Montant TTC;Nature;Libellé nature
100;14/03/2025;SARL Roux;1.200,50;60611;Eau
101;15/03/2025;SAS Petit;80,00;6135;Locations
"""),
        "payments", 2, {"payee": "Tiers", "paid_on": "Date mandat"}, {"payee": "SARL Roux", "amount_lcu": "1200.5"},
    ),
    CityFile(
        "what_it_may_be.csv",
        text_bytes("""
complaint_number,complaint_date,matter,place
301,2025-03-14,Noise,Oak
302,2025-03-15,Smoke,Elm
"""),
        "requests", 2,
        asks=("which column is service_name or service_id? Say --column service_name=NAME, or --fixed "
              "service_name=VALUE; it may be matter ('Noise', 'Smoke') or place ('Elm', 'Oak')",),
    ),
    CityFile(
        "fy-15-approved-budget.csv",
        text_bytes("""
department,generalFund,total
Legal,879,879
Police,149875,156964
"""),
        "budget_lines", 2, {"department": "department", "amount_lcu": "total"}, {"fiscal_year": "2015"},
        says=("fiscal_year: 2015, from the file's name",),
    ),
    CityFile(
        "produktgruppen.csv",
        text_bytes("""
Departement,Bezeichnung,Budget 2013 Fr.,Budget 2012 Fr.
Stadtrat,Ratssekretariat,922726.24,932621.95
Ombudsstelle,Datenschutz,379373.95,390638.64
"""),
        "budget_lines", 2, {"department": "Departement", "amount_lcu": "Budget 2013 Fr."}, {"fiscal_year": "2013"},
    ),
)  # fmt: skip
