"""Files of requests: hotlines, 311, permits."""

from __future__ import annotations

from tests.modules.sources.mapped.city_file import CityFile, json_bytes, text_bytes

REQUESTS = (
    CityFile(
        "nyc_311.csv",
        text_bytes("""
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
        says=("month first", "Borough: no row names an area of the city ('BROOKLYN', 'MANHATTAN'; its areas are "),
    ),
    CityFile(
        "sf_311.csv",
        text_bytes("""
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
        text_bytes("""
case_enquiry_id,open_dt,closed_dt,on_time,case_status,closure_reason,case_title,subject,reason,type,department,source,latitude,longitude
101,2024-01-01 00:12:00,2024-01-01 10:01:00,ONTIME,Closed,Case Closed. Resolved,Parking Enforcement,Transportation,Enforcement,Parking Enforcement,BTDT,Citizens Connect App,40.05,10.05
102,2024-01-01 00:32:00,,OVERDUE,Open,,Needle Pickup,Mayor's 24 Hour Hotline,Needle Program,Needle Pickup,INFO,Constituent Call,40.06,10.05
"""),
        "requests", 2, {"service_request_id": "case_enquiry_id", "requested_datetime": "open_dt",
                        "closed_datetime": "closed_dt", "department": "department"},
        {"status": "closed", "channel": "app", "outcome": "completed"},
    ),
    CityFile(
        "status_says_duplicate.csv",
        text_bytes("""
Service Request Number,Creation Date,Completion Date,Status,Type of Service Request
14-001,03/25/2014,03/26/2014,Completed - Dup,Sanitation Code Violation
14-002,03/25/2014,03/27/2014,Completed,Sanitation Code Violation
14-003,03/26/2014,,Open - Dup,Sanitation Code Violation
"""),
        "requests", 3, {"status": "Status", "duplicate": "Status"}, {"status": "closed", "duplicate": "true"},
        says=("'Completed - Dup' (1 rows), 'Open - Dup' (1 rows) repeat another",),
    ),
    CityFile(
        "status_says_duplicate_zh.csv",
        text_bytes("""
工单编号,受理时间,事项名称,办理状态
GD001,2024-03-01 07:30:00,路灯不亮,重复工单
GD002,2024-03-01 08:30:00,噪音扰民,办理中
"""),
        "requests", 2, {"status": "办理状态", "duplicate": "办理状态"}, {"status": "closed", "duplicate": "true"},
        says=("'重复工单' (1 rows)",), city="sanya",
    ),
    CityFile(
        "hotline_gbk.csv",
        text_bytes("""
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
        text_bytes("""
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
        text_bytes("""
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
        text_bytes("""
受付番号,受付日,分類,担当課,対応状況
R6-001,2024/03/01,道路の損傷,道路課,完了
R6-002,2024/03/02,公園の遊具,公園緑地課,対応中
""", "shift_jis"),
        "requests", 2, {"service_name": "分類", "department": "担当課", "status": "対応状況"}, {"status": "closed"},
        says=("shift_jis",),
    ),
    CityFile(
        "malaysia.csv",
        text_bytes("""
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
        json_bytes([
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
        json_bytes({
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
        json_bytes({"help": "", "success": True, "result": {"fields": [{"id": "_id"}], "records": [
            {"_id": 1, "case_id": "C1", "created_at": "2024-03-01T07:30:00", "category": "Noise", "status": "closed",
             "department": "Police"}]}}),
        "requests", 1, {"service_request_id": "case_id", "requested_datetime": "created_at"}, {"status": "closed"},
    ),
    CityFile(
        "points.geojson",
        json_bytes({"type": "FeatureCollection", "features": [
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
        text_bytes("""
id,date,request type,latitude,longitude
1,2024-03-01,Tree,10.05,40.05
2,2024-03-02,Tree,10.06,40.05
"""),
        "requests", 2, {"lat": "longitude", "long": "latitude"}, {"lat": "40.05", "long": "10.05"},
        says=("holds longitudes",),
    ),
    CityFile(
        "title_lines.csv",
        text_bytes("""
Service requests 2024;;
Exported on 2024-04-01;;
Ticket number;Date received;Service type
1;2024-03-01;Tree
2;2024-03-02;Tree
"""),
        "requests", 2, {"service_request_id": "Ticket number"}, says=("header is line 3",),
    ),
    CityFile(
        "tabs.tsv", text_bytes("""
ticket id\tcreated\tcategory
1\t2024-03-01 10:00\tTree, fallen
2\t2024-03-01 11:00\tTree
"""), "requests", 2, {"service_name": "category"}, {"service_id": "tree-fallen-7da3950949"}, says=("tabs",),
    ),
    CityFile(
        "three_formats.csv",
        text_bytes("""
id,created,category
1,2024-03-01 10:00,Tree
2,25.03.2024,Tree
3,45352.5,Tree
4,2024-03-01T10:00:00,Tree
"""),
        "requests", 4, {"requested_datetime": "created"}, {"requested_datetime": "2024-03-01 10:00:00"},
    ),
    CityFile(
        "ambiguous_days.csv", text_bytes("""
id,created,category
1,03/04/2024,Tree
2,05/06/2024,Tree
"""), "requests", 2, asks=("--dates day-first or month-first",),
    ),
    CityFile(
        "copies.csv", text_bytes("""
id,created,closed,category
1,2024-03-01,,Tree
1,2024-03-01,2024-03-02,Tree
2,2024-03-01,,Tree
"""), "requests", 3, first={"closed_datetime": "2024-03-02 00:00:00"}, aside=1,
    ),
    CityFile(
        "no_ids.csv", text_bytes("""
created,category
2024-03-01,Tree
2024-03-01,Tree
2024-03-02,Bench
"""), "requests", 3, first={"service_id": "tree"},
    ),
    CityFile(
        "quotes.csv", text_bytes('''
id,created,category,comment
1,2024-03-01,"Tree, ""old""","two
lines"
2,2024-03-02,Tree,
'''), "requests", 2, {"service_name": "category"},
    ),
    CityFile(
        "permits.csv", text_bytes("""
Permit Number,Application Date,Issued Date,Permit Type,Status
B1,2024-03-01,2024-03-20,Building,Issued
B2,2024-03-02,,Demolition,Pending
"""), "requests", 2, {"service_name": "Permit Type", "requested_datetime": "Application Date",
                      "closed_datetime": "Issued Date", "service_request_id": "Permit Number"}, {"status": "closed"},
    ),
)  # fmt: skip
