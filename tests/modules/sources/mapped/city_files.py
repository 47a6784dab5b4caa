"""Small files by hand in the shape of those that cities publish, with what should be read of them.

The records are invented, the headers, encodings, marks and words are those of the publishers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class CityFile:
    """A file and what is expected: the table, some columns of the mapping, the first row as read, rows left out.

    `first` is the first row of the contract's table as texts. `says` stands among what is assumed or asked.
    """

    name: str
    content: bytes
    table: str
    rows: int
    columns: Mapping[str, str | list[str]] = field(default_factory=dict)
    first: Mapping[str, str | None] = field(default_factory=dict)
    aside: int = 0
    says: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    city: str = "riverton"


def _text(text: str, encoding: str = "utf-8") -> bytes:
    return text.lstrip("\n").encode(encoding)


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False).encode()


REQUESTS = (
    CityFile(
        "nyc_311.csv",
        _text("""
Unique Key,Created Date,Closed Date,Agency,Agency Name,Complaint Type,Descriptor,Location Type,Incident Zip,Status,Borough,Open Data Channel Type,Latitude,Longitude
59001,01/31/2024 11:59:00 PM,02/02/2024 09:10:00 AM,DOT,Department of Transportation,Street Condition,Pothole,,10001,Closed,MANHATTAN,PHONE,40.05,10.05
59002,02/01/2024 12:00:00 AM,,NYPD,New York City Police Department,Noise - Residential,Loud Music/Party,,11201,In Progress,BROOKLYN,MOBILE,40.05,10.15
59003,02/01/2024 01:15:00 AM,02/01/2024 03:00:00 AM,NYPD,New York City Police Department,Illegal Parking,Blocked Hydrant,,11201,Closed,BROOKLYN,ONLINE,40.05,10.15
"""),
        "requests", 3,
        {"service_request_id": "Unique Key", "requested_datetime": "Created Date", "closed_datetime": "Closed Date",
         "service_name": "Complaint Type", "department": "Agency Name", "channel": "Open Data Channel Type",
         "nature": "Descriptor", "area_id": "Borough"},
        {"service_request_id": "59001", "requested_datetime": "2024-01-31 23:59:00", "status": "closed",
         "closed_datetime": "2024-02-02 09:10:00", "channel": "hotline", "nature": "Pothole"},
        says=("month first",),
    ),
    CityFile(
        "sf_311.csv",
        _text("""
CaseID,Opened,Closed,Updated,Status,Responsible Agency,Category,Request Type,Neighborhood,Source,Latitude,Longitude
16001,03/25/2024 07:05:00 AM,03/25/2024 09:00:00 AM,03/25/2024 09:00:00 AM,Closed,DPW Ops Queue,Graffiti,Graffiti on Pole,Northwest,Mobile/Open311,40.15,10.05
16002,03/25/2024 08:05:00 AM,,03/25/2024 08:05:00 AM,Open,SFMTA,Parking Enforcement,Blocking Driveway,Southeast,Phone,40.05,10.15
"""),
        "requests", 2,
        {"service_request_id": "CaseID", "requested_datetime": "Opened", "department": "Responsible Agency",
         "area_id": "Neighborhood"},
        {"status": "closed", "channel": "app", "area_id": "NW"},
    ),
    CityFile(
        "boston.csv",
        _text("""
case_enquiry_id,open_dt,closed_dt,on_time,case_status,closure_reason,case_title,subject,reason,type,department,source,latitude,longitude
101,2024-01-01 00:12:00,2024-01-01 10:01:00,ONTIME,Closed,Case Closed. Resolved,Parking Enforcement,Transportation,Enforcement,Parking Enforcement,BTDT,Citizens Connect App,40.05,10.05
102,2024-01-01 00:32:00,,OVERDUE,Open,,Needle Pickup,Mayor's 24 Hour Hotline,Needle Program,Needle Pickup,INFO,Constituent Call,40.06,10.05
"""),
        "requests", 2, {"service_request_id": "case_enquiry_id", "requested_datetime": "open_dt",
                        "closed_datetime": "closed_dt", "department": "department"},
        {"status": "closed", "channel": "app", "outcome": "completed"},
    ),
    CityFile(
        "hotline_gbk.csv",
        _text("""
工单编号,受理时间,事项名称,承办单位,受理渠道,办理状态,办结时间,所属区域,满意度
GD001,2024-03-01 07:30:00,路灯不亮,城市管理局,12345热线,已办结,2024-03-02 09:00:00,天涯区,满意
GD002,2024-03-01 08:30:00,噪音扰民,公安局,微信,办理中,,吉阳区,
""", "gb18030"),
        "requests", 2,
        {"service_request_id": "工单编号", "requested_datetime": "受理时间", "service_name": "事项名称",
         "department": "承办单位", "area_id": "所属区域", "rating": "满意度"},
        {"status": "closed", "channel": "hotline", "rating": "4", "area_id": "460204"},
        says=("gb18030",), city="sanya",
    ),
    CityFile(
        "taipei_big5.csv",
        _text("""
案件編號,日期,類別,權責單位,狀態,緯度,經度
A113001,2024/03/01 08:15:00,路燈故障,公園路燈工程管理處,已結案,40.05,10.05
A113002,2024/03/13 09:00:00,道路坑洞,新建工程處,處理中,40.06,10.05
""", "big5"),
        "requests", 2, {"service_request_id": "案件編號", "requested_datetime": "日期", "service_name": "類別",
                        "department": "權責單位"},
        {"status": "closed", "requested_datetime": "2024-03-01 08:15:00"}, says=("big5",),
    ),
    CityFile(
        "sao_paulo_cp1252.csv",
        _text("""
Número do Protocolo;Data de Abertura;Assunto;Órgão;Situação;Data de Conclusão;Latitude;Longitude
1;13/03/2024 10:00;Iluminação pública;Secretaria de Serviços;Concluído;15/03/2024 09:30;40,05;10,05
2;01/04/2024 11:30;Buraco na via;Secretaria de Obras;Em andamento;;40,06;10,05
""", "cp1252"),
        "requests", 2, {"service_name": "Assunto", "department": "Órgão", "status": "Situação"},
        {"requested_datetime": "2024-03-13 10:00:00", "lat": "40.05", "status": "closed"},
        says=("cp1252", "semicolons", "decimal commas", "day first"),
    ),
    CityFile(
        "jakarta.csv",
        "\ufeffNomor Laporan,Tanggal Laporan,Kategori,Dinas,Status Laporan,Kanal,Kecamatan\n"
        "JK1,2024-03-01 07:00:00,Jalan rusak,Dinas Bina Marga,Selesai,JAKI,Northwest\n"
        "JK2,2024-03-02 07:00:00,Sampah,Dinas Lingkungan Hidup,Diproses,Twitter,Southeast\n".encode(),
        "requests", 2, {"service_request_id": "Nomor Laporan", "department": "Dinas", "channel": "Kanal"},
        {"status": "closed", "channel": "app", "area_id": "NW"}, says=("byte order mark",),
    ),
    CityFile(
        "tokyo_sjis.csv",
        _text("""
受付番号,受付日,分類,担当課,対応状況
R6-001,2024/03/01,道路の損傷,道路課,完了
R6-002,2024/03/02,公園の遊具,公園緑地課,対応中
""", "shift_jis"),
        "requests", 2, {"service_name": "分類", "department": "担当課", "status": "対応状況"}, {"status": "closed"},
        says=("shift_jis",),
    ),
    CityFile(
        "malaysia.csv",
        _text("""
No Aduan,Tarikh Aduan,Jenis Aduan,Jabatan,Status Aduan,Tarikh Selesai
1001,01-03-2024,Lampu jalan,Kejuruteraan,Selesai,15-03-2024
1002,02-03-2024,Sampah,Perkhidmatan,Dalam Tindakan,
"""),
        "requests", 2, {"requested_datetime": "Tarikh Aduan", "closed_datetime": "Tarikh Selesai"},
        {"requested_datetime": "2024-03-01 00:00:00", "closed_datetime": "2024-03-15 00:00:00"},
        says=("as in the other dates",),
    ),
    CityFile(
        "open311.json",
        _json([
            {"service_request_id": "7", "status": "closed", "service_name": "Pothole", "service_code": "001",
             "agency_responsible": "Streets", "requested_datetime": "2024-03-01T07:30:00+01:00",
             "updated_datetime": "2024-03-02T08:00:00+01:00", "lat": 40.05, "long": 10.05},
            {"service_request_id": "8", "status": "open", "service_name": "Graffiti", "service_code": "002",
             "agency_responsible": "Parks", "requested_datetime": "2024-03-01T08:30:00Z",
             "updated_datetime": "2024-03-01T08:30:00Z", "lat": 40.06, "long": 10.05},
        ]),
        "requests", 2, {"service_id": "service_code", "department": "agency_responsible",
                        "closed_datetime": "updated_datetime"},
        {"service_id": "001", "status": "closed", "closed_datetime": "2024-03-02 01:00:00"},
    ),
    CityFile(
        "open311.xml",
        b"<service_requests><request><service_request_id>7</service_request_id><status>open</status>"
        b"<service_name>Pothole</service_name><service_code>001</service_code><agency_responsible>Streets"
        b"</agency_responsible><requested_datetime>2024-03-01T07:30:00+01:00</requested_datetime><lat>40.05</lat>"
        b"<long>10.05</long></request></service_requests>",
        "requests", 1, {"requested_datetime": "requested_datetime"}, {"requested_datetime": "2024-03-01 00:30:00"},
    ),
    CityFile(
        "socrata_rows.json",
        _json({
            "meta": {"view": {"columns": [{"name": "sid", "fieldName": ":sid"}, {"name": "SR Number", "fieldName": "a"},
                                          {"name": "Created Date", "fieldName": "b"},
                                          {"name": "SR Type", "fieldName": "c"}, {"name": "Status", "fieldName": "d"}]}},
            "data": [["x", "SR1", "2024-03-01T07:30:00", "Pothole", "Completed"],
                     ["y", "SR2", "2024-03-02T07:30:00", "Graffiti", "Open"]],
        }),
        "requests", 2, {"service_request_id": "SR Number", "service_name": "SR Type"}, {"status": "closed"},
    ),
    CityFile(
        "ckan_datastore.json",
        _json({"help": "", "success": True, "result": {"fields": [{"id": "_id"}], "records": [
            {"_id": 1, "case_id": "C1", "created_at": "2024-03-01T07:30:00", "category": "Noise", "status": "closed",
             "department": "Police"}]}}),
        "requests", 1, {"service_request_id": "case_id", "requested_datetime": "created_at"}, {"status": "closed"},
    ),
    CityFile(
        "points.geojson",
        _json({"type": "FeatureCollection", "features": [
            {"type": "Feature", "geometry": {"type": "Point", "coordinates": [10.05, 40.15]},
             "properties": {"REQUEST_ID": 1, "REQUEST_DATE": "2024/03/01", "SERVICE_TYPE": "Tree", "STATUS": "NEW"}},
            {"type": "Feature", "geometry": None,
             "properties": {"REQUEST_ID": 2, "REQUEST_DATE": "2024/03/02", "SERVICE_TYPE": "Tree", "STATUS": "DONE"}},
        ]}),
        "requests", 2, {"service_request_id": "REQUEST_ID", "lat": "latitude", "long": "longitude"},
        {"lat": "40.15", "long": "10.05", "status": "open"},
    ),
    CityFile(
        "swapped.csv",
        _text("""
id,date,type,latitude,longitude
1,2024-03-01,Tree,10.05,40.05
2,2024-03-02,Tree,10.06,40.05
"""),
        "requests", 2, {"lat": "longitude", "long": "latitude"}, {"lat": "40.05", "long": "10.05"},
        says=("holds longitudes",),
    ),
    CityFile(
        "title_lines.csv",
        _text("""
Service requests 2024;;
Exported on 2024-04-01;;
Ticket number;Date received;Service type
1;2024-03-01;Tree
2;2024-03-02;Tree
"""),
        "requests", 2, {"service_request_id": "Ticket number"}, says=("header is line 3",),
    ),
    CityFile(
        "tabs.tsv", _text("""
ticket id\tcreated\tcategory
1\t2024-03-01 10:00\tTree, fallen
2\t2024-03-01 11:00\tTree
"""), "requests", 2, {"service_name": "category"}, {"service_id": "tree-fallen-7da3950949"}, says=("tabs",),
    ),
    CityFile(
        "three_formats.csv",
        _text("""
id,created,category
1,2024-03-01 10:00,Tree
2,25.03.2024,Tree
3,45352.5,Tree
4,2024-03-01T10:00:00,Tree
"""),
        "requests", 4, {"requested_datetime": "created"}, {"requested_datetime": "2024-03-01 10:00:00"},
    ),
    CityFile(
        "ambiguous_days.csv", _text("""
id,created,category
1,03/04/2024,Tree
2,05/06/2024,Tree
"""), "requests", 2, asks=("--dates day-first or month-first",),
    ),
    CityFile(
        "copies.csv", _text("""
id,created,closed,category
1,2024-03-01,,Tree
1,2024-03-01,2024-03-02,Tree
2,2024-03-01,,Tree
"""), "requests", 3, first={"closed_datetime": "2024-03-02 00:00:00"}, aside=1,
    ),
    CityFile(
        "no_ids.csv", _text("""
created,category
2024-03-01,Tree
2024-03-01,Tree
2024-03-02,Bench
"""), "requests", 3, first={"service_id": "tree"},
    ),
    CityFile(
        "quotes.csv", _text('''
id,created,category,comment
1,2024-03-01,"Tree, ""old""","two
lines"
2,2024-03-02,Tree,
'''), "requests", 2, {"service_name": "category"},
    ),
    CityFile(
        "permits.csv", _text("""
Permit Number,Application Date,Issued Date,Permit Type,Status
B1,2024-03-01,2024-03-20,Building,Issued
B2,2024-03-02,,Demolition,Pending
"""), "requests", 2, {"service_name": "Permit Type", "requested_datetime": "Application Date",
                      "closed_datetime": "Issued Date", "service_request_id": "Permit Number"}, {"status": "closed"},
    ),
)  # fmt: skip

INSPECTIONS = (
    CityFile(
        "chicago_food.csv", _text("""
Inspection ID,DBA Name,AKA Name,License #,Facility Type,Risk,Address,City,Inspection Date,Inspection Type,Results,Violations,Latitude,Longitude
2345,CAFE ONE,CAFE,111,Restaurant,Risk 1 (High),1 MAIN ST,CHICAGO,01/31/2024,Canvass,Pass w/ Conditions,3. X | 4. Y,40.05,10.05
2346,BAR TWO,BAR,112,Bakery,Risk 3 (Low),2 MAIN ST,CHICAGO,02/01/2024,Complaint Re-Inspection,Out of Business,,40.06,10.05
"""), "inspections", 2, {"premises_id": "License #", "name": "DBA Name", "result": "Results", "kind": "Inspection Type"},
        {"inspection_id": "2345", "result": "pass_with_conditions", "kind": "routine", "inspected_on": "2024-01-31"},
    ),
    CityFile(
        "nyc_restaurants.csv", _text("""
CAMIS,DBA,BORO,BUILDING,STREET,CUISINE DESCRIPTION,INSPECTION DATE,ACTION,VIOLATION CODE,VIOLATION DESCRIPTION,CRITICAL FLAG,SCORE,GRADE,INSPECTION TYPE,Latitude,Longitude
30001,CAFE ONE,Manhattan,1,MAIN,American,01/31/2024,Violations were cited in the following area(s).,04L,Evidence of mice,Critical,12,A,Cycle Inspection / Initial Inspection,40.05,10.05
30001,CAFE ONE,Manhattan,1,MAIN,American,01/31/2024,Violations were cited in the following area(s).,10F,Surface not clean,Not Critical,12,A,Cycle Inspection / Initial Inspection,40.05,10.05
30002,BAR TWO,Brooklyn,2,MAIN,Irish,02/13/2024,Violations were cited in the following area(s).,04L,Evidence of mice,Critical,30,Z,Cycle Inspection / Re-inspection,40.06,10.05
"""), "inspections", 3, {"premises_id": "CAMIS", "name": "DBA", "violation_code": "VIOLATION CODE",
                         "violation_severity": "CRITICAL FLAG", "result": "GRADE"},
        {"premises_id": "30001", "result": "pass", "critical_count": "1", "minor_count": "1"},
        aside=1, says=("'Z' (1 rows)",),
    ),
    CityFile(
        "uk_ratings.csv", _text("""
FHRSID,BusinessName,BusinessType,AddressLine1,PostCode,RatingValue,RatingDate,LocalAuthorityName,Geocode.Longitude,Geocode.Latitude
1,Cafe One,Restaurant/Cafe/Canteen,1 High St,E1,5,2024-01-31,Riverton,10.05,40.05
2,Bar Two,Pub/bar/nightclub,2 High St,E1,1,2023-11-30,Riverton,10.06,40.05
3,New Three,Takeaway/sandwich shop,3 High St,E1,AwaitingInspection,,Riverton,10.06,40.05
4,Shop Four,Retailers - other,4 High St,E1,Exempt,,Riverton,10.06,40.05
"""), "inspections", 4, {"premises_id": "FHRSID", "name": "BusinessName", "result": "RatingValue",
                         "inspected_on": "RatingDate", "lat": "Geocode.Latitude"},
        {"premises_id": "1", "result": "pass"}, aside=2, says=("AwaitingInspection",),
    ),
    CityFile(
        "scores.csv", _text("""
business_id,business_name,address,inspection_date,inspection_score,inspection_type
1,Cafe,1 St,20240131,92,Routine - Unscheduled
2,Bar,2 St,20240201,71,Routine - Unscheduled
"""), "inspections", 2, {"result": "inspection_score"}, asks=("[bands.result]",),
    ),
    CityFile(
        "china_food.csv", _text("""
检查单号,被检查单位,经营地址,主体业态,检查日期,检查类型,检查结果
J1,海边餐厅,解放路1号,餐饮服务,2024年1月31日,日常监督检查,符合
J2,山顶面馆,和平路2号,餐饮服务,2024年2月1日,投诉举报,责令整改
"""), "inspections", 2, {"name": "被检查单位", "result": "检查结果", "kind": "检查类型"},
        {"result": "pass", "inspected_on": "2024-01-31", "kind": "routine"}, city="sanya",
    ),
)  # fmt: skip

MONEY = (
    CityFile(
        "london_spend_500.csv", _text("""
Expenditure over £500,,,,
Supplier Name,Directorate,Expenditure Type,Transaction Number,Payment Date,Net Amount
ACME LTD,Resources,IT,5100001,31-Jan-24,"1,234.50"
ACME LTD,Resources,IT,5100001,31-Jan-24,(200.00)
Bob & Sons,Housing,Repairs,5100002,01-Feb-24,£750.00
"""), "payments", 3, {"payee": "Supplier Name", "department": "Directorate", "paid_on": "Payment Date",
                      "amount_lcu": "Net Amount", "account": "Expenditure Type"},
        {"payee_id": "acme-ltd", "amount_lcu": "1234.5", "paid_on": "2024-01-31"}, says=("header is line 2",),
    ),
    CityFile(
        "gla_payments.csv", _text("""
Vendor ID,Vendor Name,Directorate,Expenditure Account Code Description,Doc No,Amount,Clearing Date
V1,ALPHA,Growth,Fees,D1,12000.00,30 Jan 2024
V2,BETA,Growth,Rent,D2,-500.00,31 Jan 2024
"""), "payments", 2, {"payee_id": "Vendor ID", "payee": "Vendor Name", "document_number": "Doc No",
                      "paid_on": "Clearing Date"}, {"amount_lcu": "12000.0", "paid_on": "2024-01-30"},
    ),
    CityFile(
        "pagamentos.csv", _text("""
Data Pagamento;Favorecido;Órgão;Valor Pago
31/01/2024;Empresa A;Secretaria da Saúde;R$ 1.234,56
01/02/2024;Empresa B;Secretaria da Educação;R$ 2.000,00
"""), "payments", 2, {"payee": "Favorecido", "amount_lcu": "Valor Pago"}, {"amount_lcu": "1234.56"},
        says=("decimal commas",),
    ),
    CityFile(
        "budget.csv", _text("""
Fiscal Year,Department Number,Department Description,Appropriation Account Description,2024 Ordinance (Amount $)
2024,1,MAYOR,SALARIES,1000
2024,2,POLICE,SALARIES,5000
"""), "budget_lines", 2, {"fiscal_year": "Fiscal Year", "department": "Department Description"},
        {"fiscal_year": "2024", "department_id": "1", "amount_lcu": "1000.0", "phase": "approved"},
    ),
    CityFile(
        "部门预算2024.csv", _text("""
单位名称,功能科目,预算数（万元）
教育局,教育支出,1200.5
卫生健康局,卫生健康支出,800
"""), "budget_lines", 2, {"department": "单位名称", "amount_lcu": "预算数（万元）"},
        {"fiscal_year": "2024", "amount_lcu": "12005000.0"}, says=("from the file's name", "10,000"), city="sanya",
    ),
    CityFile(
        "financial_years.csv", _text("""
Financial Year,Directorate,Category,Approved Budget
2023/24,Adults,Care,"1,000,000"
2024/25,Adults,Care,"1,100,000"
"""), "budget_lines", 2, {"fiscal_year": "Financial Year"}, {"fiscal_year": "2024", "amount_lcu": "1000000.0"},
    ),
    CityFile(
        "revenue.csv", _text("""
Fiscal Year,Revenue Source,Estimated Revenue,Actual Revenue
2024,Property tax,100,98
2024,Sales tax,50,55
"""), "revenue_lines", 2, {"revenue_source": "Revenue Source"}, {"actual_lcu": "98.0"},
    ),
    CityFile(
        "balances.csv", _text("""
Month,Measure,Amount
2024-01,cash,100
2024-01,debt,900
"""), "balances", 2, {}, {"month": "2024-01-01", "measure": "cash"},
    ),
)  # fmt: skip

ECONOMY = (
    CityFile(
        "regional_accounts.csv", _text("""
GeoName,Description,2021,2022,2023
Northwest,Gross domestic product,10,11,12
Southeast,Gross domestic product,20,21,
"""), "area_indicators", 5, {"area_id": "GeoName", "indicator": "Description"},
        {"area_id": "NW", "time_period": "2021", "value": "10.0"},
    ),
    CityFile(
        "gdp_quarters.csv", _text("""
Series,Quarter,Value
GDP growth,2024Q1,3.1
GDP growth,2024Q2,3.3
"""), "observations", 2, {"series_name": "Series", "period_start": "Quarter"},
        {"series_id": "gdp-growth", "period_start": "2024-01-01", "time_period": "2024Q1"},
    ),
    CityFile(
        "年度指标.csv", _text("""
指标,年份,数值
地区生产总值,2022,800
地区生产总值,2023,850
"""), "observations", 2, {"series_name": "指标"}, {"period_start": "2022-01-01", "time_period": "2022"}, city="sanya",
    ),
)  # fmt: skip

FILES = (*REQUESTS, *INSPECTIONS, *MONEY, *ECONOMY)
